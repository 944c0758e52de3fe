import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_WORDS } from '#shared/goroutine/roster.ts'
import { type Followed, follow, type Stay } from '#shared/survivor/follow.ts'
import { levelOf } from '#shared/survivor/individual.ts'
import { atLevel, levelFor, type Observation, type ObservedStack } from '#shared/survivor/observation.ts'
import { STACK, START } from './population.ts'

/** A goroutine that is there from the first dump up to before the last. */
interface Span {
  readonly from: number
  readonly to: number
}

const DUMPS = 8
const spans = fc.array(
  fc
    .record({ from: fc.nat(DUMPS - 1), length: fc.integer({ min: 1, max: DUMPS }) })
    .map(({ from, length }) => ({ from, to: from + length })),
  { minLength: 1, maxLength: 60 },
)

/** Goroutines print in the order of the list; their ids are `i + 1`. */
function dumps(all: readonly Span[], shown: (dump: number) => number = () => all.length): Observation[] {
  return Array.from({ length: DUMPS }, (_, dump) => {
    const alive = all.flatMap(({ from, to }, i) => (from <= dump && dump < to ? [i] : []))
    const printed = alive.slice(0, shown(dump))
    return {
      at: START + dump * 60_000,
      isCut: printed.length < alive.length,
      newest: all.length,
      stacks: [
        stackOf(
          printed.map((i) => i + 1),
          printed.map((_, place) => Math.floor((place * 256) / Math.max(1, printed.length))),
        ),
      ],
    }
  })
}

const stackOf = (
  ids: readonly number[],
  places?: readonly number[],
  words = 9,
  signature = STACK,
): ObservedStack => ({
  signature,
  level: 0,
  ids,
  words: ids.map(() => words),
  origins: ids.map(() => 5),
  places,
})

const staysIn = (followed: Followed, stack = STACK): readonly Stay[] =>
  followed.byStack.get(stack)?.stays ?? []
const bounds = ({ first, last, goneBy }: Stay): string => `${first} ${last} ${goneBy}`

describe('follow', () => {
  it('takes the words of the first dump that tells them, and others for another stay', () => {
    const words = [NO_WORDS, 7, NO_WORDS, 7, 8]
    const seen = words.map((word, dump) => ({
      at: START + dump * 60_000,
      isCut: false,
      newest: 1,
      stacks: [stackOf([1], undefined, word)],
    }))
    expect(staysIn(follow(seen)).map(bounds).sort()).toEqual(['0 3 4', '4 4 undefined'])
  })

  it('finds each individual from its first dump to its last', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const expected = all.map(
          ({ from, to }) => `${from} ${Math.min(to, DUMPS) - 1} ${to < DUMPS ? to : undefined}`,
        )
        const followed = follow(dumps(all))
        expect(staysIn(followed).map(bounds).sort()).toEqual(expected.sort())
        expect(followed.byOrigin.get(5)?.stays.map(bounds).sort()).toEqual(expected.sort())
      }),
    )
  })

  it('calls nobody gone, and nobody new, whom a cut dump may just not show', () => {
    fc.assert(
      fc.property(spans, fc.array(fc.nat(60), { minLength: DUMPS, maxLength: DUMPS }), (all, shown) => {
        for (const { before, first, last, goneBy } of staysIn(
          follow(dumps(all, (dump) => shown[dump] ?? 0)),
        )) {
          const lived = all.filter(({ from, to }) => from <= first && last < to)
          // Whoever it was, some goroutine fits: came after `before`, and was not there any more at `goneBy`.
          expect(lived.some(({ from, to }) => from > before && (goneBy === undefined || to <= goneBy))).toBe(
            true,
          )
        }
      }),
    )
  })

  it('takes another request of a kept-alive connection for another stay', () => {
    const stays = staysIn(follow(withWords([7, 7, 8, 8, 8, 9, 9, 9])))
    expect(stays.map(bounds)).toEqual(['0 1 2', '2 4 5', '5 7 undefined'])
  })

  it('goes by the id alone where words are elided', () => {
    expect(staysIn(follow(withWords([7, 0, 7, 0, 0, 7, 7, 7]))).map(bounds)).toEqual(['0 7 undefined'])
  })

  it('does not take one that was briefly elsewhere for one that joined again', () => {
    const at = (dump: number): string => (dump % 3 === 1 ? 'feedfacecafe0002' : STACK)
    const observations = Array.from({ length: DUMPS }, (_, dump) => ({
      at: START + dump * 60_000,
      isCut: false,
      newest: 10,
      stacks: [stackOf([1, 2, 3, 4, 5, 6], undefined, 9, at(dump))],
    }))
    const followed = follow(observations)
    expect(new Set(staysIn(followed).map(bounds))).toEqual(new Set(['0 7 undefined']))
    // The last dump has them elsewhere; they have come back to the same wait so far.
    expect(new Set(staysIn(followed, 'feedfacecafe0002').map(bounds))).toEqual(new Set(['1 7 undefined']))
    expect(new Set(followed.byOrigin.get(5)?.stays.map(bounds))).toEqual(new Set(['0 7 undefined']))
  })

  it('takes one that went to another stack for good for gone', () => {
    const observations = Array.from({ length: DUMPS }, (_, dump) => ({
      at: START + dump * 60_000,
      isCut: false,
      newest: 10,
      stacks: [stackOf([1, 2, 3, 4, 5, 6], undefined, 9, dump < 3 ? STACK : 'feedfacecafe0002')],
    }))
    expect(new Set(staysIn(follow(observations)).map(bounds))).toEqual(new Set(['0 2 3']))
  })

  it('compares dumps that were sampled unlike by what both kept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(DUMPS - 1), (level, which) => {
        const ids = Array.from({ length: 400 }, (_, i) => i + 1)
        const observations = dumps(ids.map(() => ({ from: 0, to: DUMPS }))).map((observation, dump) => ({
          ...observation,
          stacks: observation.stacks.map((stack) => (dump === which ? atLevel(stack, level) : stack)),
        }))
        const { weight, stays } = follow(observations).byStack.get(STACK) ?? { weight: 0, stays: [] }
        expect(weight).toBe(2 ** level)
        expect(stays).toHaveLength(ids.filter((id) => levelOf(id) >= level).length)
        expect(new Set(stays.map(bounds))).toEqual(new Set(['0 7 undefined']))
      }),
    )
  })
})

/** One goroutine with these words, dump by dump. */
const withWords = (words: readonly number[]): Observation[] =>
  words.map((word, dump) => ({
    at: START + dump * 60_000,
    isCut: false,
    newest: 1,
    stacks: [stackOf([1], undefined, word)],
  }))

describe('levelFor', () => {
  it('is the lowest at which no more remain than asked', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(), { maxLength: 500 }),
        fc.integer({ min: 1, max: 200 }),
        (ids, most) => {
          const level = levelFor(ids, most)
          const kept = (at: number): number => ids.filter((id) => levelOf(id) >= at).length
          expect(kept(level)).toBeLessThanOrEqual(most)
          if (level > 0) expect(kept(level - 1)).toBeGreaterThan(most)
        },
      ),
    )
  })
})
