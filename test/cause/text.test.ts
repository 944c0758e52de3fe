import { describe, expect, it } from 'vitest'
import { github } from '#shared/cause/link.ts'
import { go, prose, words } from '#shared/cause/text.ts'

describe('text of the catalogue', () => {
  it('makes one line of a paragraph', () => {
    expect(prose`
      Each response keeps its connection
      until its Body is closed.`).toBe('Each response keeps its connection until its Body is closed.')
  })

  it('indents Go by tabs and keeps its escapes', () => {
    expect(go`
        if err != nil {
          return fmt.Errorf("%s\n", err)
        }

        return nil`).toBe('if err != nil {\n\treturn fmt.Errorf("%s\\n", err)\n}\n\nreturn nil')
  })

  it('splits a list of words', () => {
    expect(words`
      first
      race quorum`).toEqual(['first', 'race', 'quorum'])
  })

  it('writes addresses of issues', () => {
    expect(github('golang/go#16953')).toEqual(['https://github.com/golang/go/issues/16953'])
  })
})
