import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plain, short } from '#ui/name.tsx'

describe('a name from outside', () => {
  test.each([
    ['main.pay\u202eevil', 'main.pay\\u202eevil'],
    ['a\u200bb', 'a\\u200bb'],
    ['tab\there', 'tab\\u0009here'],
    ['main.(*Größe).läuft', 'main.(*Größe).läuft'],
  ])('%j is shown as %j', (name, shown) => expect(plain(name)).toBe(shown))

  test('shows each of its marks, so that two names never look alike', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\u202e', '\u2067', '\u200f', 'ß', '\n')), (parts) => {
        expect(plain(parts.join(''))).toMatch(/^[aß\\u0-9a-f]*$/)
      }),
    )
  })

  test('of 65,535 characters is cut, and says so', () => {
    expect(short('x'.repeat(65_535), 10)).toBe('xxxxxxxxxx… (65,535 characters)')
  })

  test('keeps its line however many marks it has', () => {
    expect(short('\u202e'.repeat(65_535)).length).toBeLessThan(2_000)
  })
})
