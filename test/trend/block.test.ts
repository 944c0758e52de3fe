import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import {
  type Block,
  dayBlock,
  hourBlock,
  type Moment,
  mergeBlock,
  mergeMoments,
} from '#shared/trend/block.ts'

const MIDNIGHT = Date.parse('2026-09-07T00:00:00Z')

const at = (minute: number, counts: Readonly<Record<string, number>> = {}): Moment => ({
  at: MIDNIGHT + minute * MINUTE,
  counts: new Map(Object.entries(counts)),
})

/** Low, high and last of a signature in each slot that is no gap. */
const slots = ({ seenAt, counts }: Block, id: string): number[][] =>
  [...seenAt.keys()]
    .filter((slot) => seenAt[slot] !== 0)
    .map((slot) => {
      const row = counts.get(id)
      return [row?.low[slot] ?? -1, row?.high[slot] ?? -1, row?.last[slot] ?? -1]
    })

/** Moments of one day, no two at the same time. */
const anyMoments: fc.Arbitrary<Moment[]> = fc
  .uniqueArray(
    fc.tuple(
      fc.nat(24 * 60 - 1),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 99 })),
    ),
    { selector: ([minute]) => minute, maxLength: 40, size: 'max' },
  )
  .map((all) => all.map(([minute, counts]) => at(minute, counts)))

const dayOf = (moments: readonly Moment[]): Block => {
  const block = dayBlock('web-1@unmarked', MIDNIGHT)
  mergeMoments(block, moments)
  return block
}

/** Hour blocks of the moments, as the judge closes them. */
const hoursOf = (moments: readonly Moment[]): Block[] =>
  Array.from({ length: 24 }, (_, hour) => {
    const block = hourBlock('web-1@unmarked', MIDNIGHT + hour * HOUR)
    mergeMoments(block, moments)
    return block
  })

describe('moments in a block', () => {
  it('leave their lowest, highest and last count in each slot', () => {
    const block = hourBlock('web-1@unmarked', MIDNIGHT + 7)
    mergeMoments(block, [at(0, { a: 5 }), at(1, { a: 9 }), at(4, { a: 6 }), at(5, { a: 1 })])
    expect(slots(block, 'a')).toEqual([
      [5, 9, 6],
      [1, 1, 1],
    ])
    expect([...block.seenAt.subarray(0, 3)]).toEqual([MIDNIGHT + 4 * MINUTE, MIDNIGHT + 5 * MINUTE, 0])
  })

  it('count 0 for a signature that a present snapshot does not name', () => {
    const block = hourBlock('web-1@unmarked', MIDNIGHT)
    mergeMoments(block, [at(0, { a: 5, b: 1 }), at(1, { b: 1 }), at(10, { b: 1 })])
    expect(slots(block, 'a')).toEqual([
      [0, 5, 0],
      [0, 0, 0],
    ])
  })

  it('count 0 for a signature before it was first seen', () => {
    const block = hourBlock('web-1@unmarked', MIDNIGHT)
    mergeMoments(block, [at(0), at(10)])
    mergeMoments(block, [at(11, { a: 3 })])
    expect(slots(block, 'a')).toEqual([
      [0, 0, 0],
      [0, 3, 3],
    ])
  })

  it('leave a gap where no snapshot is, and never a count', () => {
    const { seenAt } = dayOf([at(30, { a: 1 }), at(150, { a: 1 })])
    expect([...seenAt].map((seen) => seen > 0)).toEqual(
      Array.from({ length: 24 }, (_, i) => i === 0 || i === 2),
    )
  })

  it('outside of it change nothing', () => {
    const block = hourBlock('web-1@unmarked', MIDNIGHT)
    mergeMoments(block, [at(-1, { a: 1 }), at(60, { b: 1 })])
    expect(block).toEqual(hourBlock('web-1@unmarked', MIDNIGHT))
  })

  it('may come in any order and in any parts', () => {
    fc.assert(
      fc.property(anyMoments, fc.nat(40), (moments, cut) => {
        const block = dayOf(moments.slice(cut))
        mergeMoments(block, moments.slice(0, cut).toReversed())
        expect(block).toEqual(dayOf(moments))
      }),
    )
  })

  it('change nothing when they are merged again', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        const block = dayOf(moments)
        mergeMoments(block, moments.slice(3))
        mergeMoments(block, moments)
        expect(block).toEqual(dayOf(moments))
      }),
    )
  })
})

describe('hours in a day', () => {
  it('give the day that their moments give', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        const day = dayBlock('web-1@unmarked', MIDNIGHT)
        for (const hour of hoursOf(moments).toReversed()) mergeBlock(day, hour)
        expect(day).toEqual(dayOf(moments))
      }),
    )
  })

  it('change nothing when they are merged again', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        const day = dayOf(moments)
        for (const hour of hoursOf(moments)) mergeBlock(day, hour)
        expect(day).toEqual(dayOf(moments))
      }),
    )
  })

  it('of another day change nothing', () => {
    const day = dayBlock('web-1@unmarked', MIDNIGHT)
    const hour = hourBlock('web-1@unmarked', MIDNIGHT + 24 * HOUR)
    mergeMoments(hour, [at(24 * 60, { a: 1 })])
    mergeBlock(day, hour)
    expect(slots(day, 'a')).toEqual([])
  })
})

describe('the start of an hour and of a day', () => {
  it.each([0, 1, HOUR - 1])('is the same %i ms later', (later) => {
    expect(hourStart(MIDNIGHT + 5 * HOUR + later)).toBe(MIDNIGHT + 5 * HOUR)
    expect(dayStart(MIDNIGHT + 23 * HOUR + later)).toBe(MIDNIGHT)
  })
})
