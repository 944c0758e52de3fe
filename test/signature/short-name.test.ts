import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { shortName } from '#shared/signature/short-name.ts'

const LIMIT = 1_000
const anyLong = fc
  .string({
    unit: fc.constantFrom('a', 'é', '€', '😀', '\ud800', '[', '/'),
    minLength: 400,
    maxLength: 3_000,
  })
  .map((text) => `main.${text}`)

describe('a name that no row could hold', () => {
  test('is cut behind its beginning, and its hash stands for the rest', () => {
    expect(shortName(`main.${'f'.repeat(60_000)}`)).toMatch(/^main\.f{975}…#[0-9a-f]{16}$/)
  })

  test('is no longer than the limit, and is cut once', () => {
    fc.assert(
      fc.property(anyLong, (name) => {
        const short = shortName(name)
        expect(Buffer.byteLength(short)).toBeLessThanOrEqual(LIMIT)
        expect(shortName(short)).toBe(short)
        expect(normaliseFrame(normaliseFrame(name))).toBe(normaliseFrame(name))
      }),
    )
  })

  test('stays another than one that differs from it at its end', () => {
    const [a, b] = ['a', 'b'].map((end) => shortName(`main.${'f'.repeat(2_000)}${end}`))
    expect(a).not.toBe(b)
  })

  test('stays as it is where it is short enough', () => {
    const names = ['net/http.(*conn).serve', `main.${'é'.repeat(497)}`]
    expect(names.map((name) => shortName(name))).toEqual(names)
  })
})
