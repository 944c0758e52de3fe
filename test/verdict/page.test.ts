import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const PAGE = read('docs/verdicts.md')
const SOURCE = read('shared/verdict/verdict.ts')

/** The strings of a union type of verdict.ts. */
function wordsOf(type: string): string[] {
  const body = new RegExp(`export type ${type} =([\\s\\S]*?)\\n\\n`).exec(SOURCE)?.[1] ?? ''
  return [...body.matchAll(/'([a-z-]+)'/g)].map(([, word]) => word as string)
}

const headings = [...PAGE.matchAll(/^### (\S+)$/gm)].map(([, id]) => id)
/** Words of the first column of the table of tiers. */
const words = [...PAGE.matchAll(/^\| ([a-z, -]+) \|/gm)].flatMap(([, cell]) => (cell as string).split(', '))

describe('docs/verdicts.md', () => {
  it('has a heading for each rule, and none for a rule or a word that does not exist', () => {
    expect(wordsOf('RuleId').length).toBeGreaterThan(10)
    expect(headings).toEqual(expect.arrayContaining(wordsOf('RuleId')))
    expect([...wordsOf('RuleId'), ...wordsOf('Quiet')]).toEqual(expect.arrayContaining(headings))
  })

  it('knows every file of a rule', () => {
    const files = readdirSync(new URL('../../shared/verdict/rules', import.meta.url))
    const rules = files.map((file) => file.replace('.ts', '')).filter((name) => name !== 'life-rule')
    expect(headings).toEqual(expect.arrayContaining(rules))
  })

  it.each(['Tier', 'Quiet'])('explains every word of a %s', (type) => {
    expect(wordsOf(type).length).toBeGreaterThan(3)
    expect(words).toEqual(expect.arrayContaining(wordsOf(type)))
  })
})
