/** A long text comes in: what is near goroutines stays, with its line numbers. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tellGoroutines } from '#shared/input/framing/goroutine-words.ts'
import { sift } from '#shared/input/framing/sieve.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'

const KIB = 1024
const HEADER = 'goroutine 7 [select]:\n'
/** A log line of 64 bytes; 1,024 of them fill a piece. */
const served = (i: number): string => `${`served ${i} `.padEnd(63, '.')}\n`
const log = (lines: number, from = 0): string =>
  Array.from({ length: lines }, (_, i) => served(from + i)).join('')

const LIMITS = { ...INPUT_LIMITS, wholeBytes: 128 * KIB, keptBytes: 1024 * KIB, lineBytes: 8 * KIB }

async function sifted(text: string, { limits = LIMITS, keepsAll = false, piece = 10_000 } = {}) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const { regions, ...more } = await sift('a.log', chunks(), limits, keepsAll)
  return { regions: regions.map(({ line, bytes }) => ({ line, text: bytes.toString() })), ...more }
}

describe('a text', () => {
  it('that is short is kept whole, with goroutines or without', async () => {
    for (const text of ['', 'a', log(1_000), `${log(1_500)}${HEADER}${log(300)}`]) {
      expect(await sifted(text)).toEqual({
        regions: text === '' ? [] : [{ line: 1, text }],
        isWhole: true,
        refusals: [],
      })
    }
  })

  it('that is as long as may be kept whole is, and one byte more is not', async () => {
    const text = log(8 * 1_024)
    const limits = (wholeBytes: number) => ({ limits: { ...LIMITS, wholeBytes } })
    expect((await sifted(text, limits(text.length))).regions).toEqual([{ line: 1, text }])
    expect((await sifted(text, limits(text.length - 1))).isWhole).toBe(false)
  })

  it('that is long and has none is not kept', async () => {
    const { regions, isWhole } = await sifted(log(9_000))
    expect(isWhole).toBe(false)
    expect(regions.every(({ text }) => !text.includes('goroutine'))).toBe(true)
    expect(regions.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(3 * 64 * KIB)
  })

  it('keeps what is around goroutines: a piece before, the one with them, and two behind', async () => {
    const text = `${log(5_000)}${HEADER}${log(5_000)}`
    const { regions, isWhole } = await sifted(text)
    expect(isWhole).toBe(false)
    const [region] = regions.filter(({ text }) => text.includes(HEADER))
    const lines = region?.text.split('\n') ?? []
    const at = lines.indexOf(HEADER.trimEnd())
    expect((region?.line ?? 0) + at).toBe(5_001)
    expect(at).toBeGreaterThanOrEqual(1_024)
    expect(at).toBeLessThan(2 * 1_024)
    expect(lines.length - at).toBeGreaterThan(2 * 1_024)
    expect(lines.length - at).toBeLessThanOrEqual(3 * 1_024 + 1)
  })

  it('keeps all where the whole of it is wanted', async () => {
    const text = log(9_000)
    expect(await sifted(text, { keepsAll: true })).toEqual({
      regions: [{ line: 1, text }],
      isWhole: true,
      refusals: [],
    })
  })

  it('keeps the same however it comes in, and what it keeps stands where it says', async () => {
    const anyText = fc
      .array(
        fc.oneof(
          fc.nat(3_000).map((n) => log(n)),
          fc.constant(HEADER),
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 100, max: 100_000 }), async (text, piece) => {
        const { regions, isWhole } = await sifted(text, { piece })
        expect({ regions, isWhole, refusals: [] }).toEqual(await sifted(text))
        const lines = text.split('\n')
        for (const { line, text: kept } of regions) {
          const some = kept.split('\n').slice(0, -1)
          expect(lines.slice(line - 1, line - 1 + some.length)).toEqual(some)
        }
        const headers = (given: string) => given.split(HEADER).length
        expect(headers(regions.map(({ text }) => text).join(''))).toBe(headers(text))
        if (isWhole) expect(regions.map(({ text }) => text).join('')).toBe(text)
      }),
      { numRuns: 30 },
    )
  })

  it('has lines that are too long refused by number and length, and keeps the others', async () => {
    const long = 'x'.repeat(100 * KIB)
    const { regions, isWhole, refusals } = await sifted(`a\n${long}\n${HEADER}b\n`)
    expect(isWhole).toBe(false)
    expect(regions).toEqual([
      { line: 1, text: 'a\n' },
      { line: 3, text: `${HEADER}b\n` },
    ])
    expect(refusals).toEqual([
      {
        source: 'a.log',
        line: 2,
        reason: 'inflated-too-large',
        detail: `Line 2 has ${100 * KIB + 1} bytes, the limit is ${8 * KIB}: cut the dump out of it.`,
        limit: 8 * KIB,
        actual: 100 * KIB + 1,
      },
    ])
    expect((await sifted(long)).refusals).toMatchObject([{ line: 1, actual: 100 * KIB }])
    expect((await sifted(`${'x'.repeat(7 * KIB)}\n`.repeat(20))).refusals).toEqual([])
  })

  it('of which more looks like dumps than may be kept is refused with the line', async () => {
    const text = `${HEADER}${log(1_000)}`.repeat(20)
    await expect(sifted(text, { limits: { ...LIMITS, keptBytes: 512 * KIB } })).rejects.toMatchObject({
      refusal: {
        source: 'a.log',
        reason: 'inflated-too-large',
        detail: `More than ${512 * KIB} bytes of it look like dumps: cut the newest one out and send it alone.`,
        limit: 512 * KIB,
      },
    })
  })
})

describe('bytes that stand near goroutines', () => {
  it.each([
    'goroutine 7 [select]:',
    'x goroutine 7',
    'Goroutine 7',
    'goroutine&nbsp;7',
    'goroutine\u00a07',
    'goroutine gp=0x1 7',
    'goroutine profile: total 3',
    'goroutineleak profile: total 3',
    'goroutine&nbsp;profile',
    'goroutine\u00a0profile',
    '3 @ 0x43c365',
    '13 @ ...',
    '-----+-----',
    'no goroutine here, but goroutine 7',
    '@ 3 @ 0x1',
    '+ -----+-----',
  ])('%j', (text) => {
    expect(tellGoroutines(Buffer.from(text))).toBe(true)
  })

  it.each([
    '',
    'goroutine',
    'goroutines 7',
    '"goroutine":7',
    'goroutine leak',
    'goroutine is stuck in 7',
    'goroutineleak 7',
    'goroutine memory profile',
    ' @ 0x43c365',
    '3 @ home',
    '3 @0x43c365',
    '@ 0x1',
    '----+----',
    '+-----',
  ])('not %j', (text) => {
    expect(tellGoroutines(Buffer.from(text))).toBe(false)
  })
})
