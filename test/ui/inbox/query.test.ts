import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KEYS, parseQuery, queryText, toggled } from '#ui/inbox/query.ts'

describe('the words of the filter', () => {
  test.each([
    ['', [], []],
    ['tier:probable owner:me', ['tier=probable', 'owner=me'], []],
    ['service:payments/* http client', ['service=payments/*'], ['http', 'client']],
    ['cause:"2" "two words"', ['cause=2'], ['two words']],
    ['owner:"Ada Lovelace', ['owner=Ada Lovelace'], []],
    ['tier: main.go:12 colour:red', [], ['tier:', 'main.go:12', 'colour:red']],
  ])('%s', (written, words, text) => {
    const query = parseQuery(written)
    expect(query.words.map(({ key, value }) => `${key}=${value}`)).toEqual(words)
    expect(query.text).toEqual(text)
  })

  const value = fc.stringMatching(/^[^"]*[^"\s][^"]*$/)
  test('come back as they were written', () => {
    const words = fc.array(fc.record({ key: fc.constantFrom(...KEYS), value }))
    fc.assert(
      fc.property(words, (some) => {
        expect(parseQuery(queryText({ words: some, text: [] })).words).toEqual(some)
      }),
    )
  })

  test('whatever is written, is read the same once it is written again', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        const query = parseQuery(written)
        expect(parseQuery(queryText(query))).toEqual(query)
      }),
    )
  })

  test('a click adds a word, and another one takes it away', () => {
    const query = parseQuery('tier:proven http')
    const more = toggled(query, { key: 'tier', value: 'suspect' })
    expect(queryText(more)).toBe('tier:proven tier:suspect http')
    expect(toggled(more, { key: 'tier', value: 'Suspect' })).toEqual(query)
  })
})
