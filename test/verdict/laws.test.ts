import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '#shared/time.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { countsOf, inputOf, lifeOf, noisy, START, STEP } from '#test/support/lives.ts'
import * as shape from './shapes.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from './stacks.ts'

const SIGNATURES = [BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP]
const FLAT = 'f1a7f1a7f1a7f1a7'

/** Every fourth count: as telling and faster. */
const SHAPES = [
  shape.leak,
  shape.noisyLeak,
  shape.lateLeak,
  shape.dailyWave,
  shape.poolResize,
  shape.flat,
].map((counts) => counts.filter((_, i) => i % 4 === 0))

const counts = fc
  .uniqueArray(fc.constantFrom(...SIGNATURES.map(({ id }) => id)), { minLength: 1 })
  .chain((ids) => fc.record(Object.fromEntries(ids.map((id) => [id, fc.constantFrom(...SHAPES)]))))

const life = fc
  .record({ instance: fc.integer({ min: 1, max: 3 }), days: fc.constantFrom(0, 0, 2, 4), counts })
  .map(({ instance, days, counts }) =>
    lifeOf(counts, { instance: `checkout-${instance}`, from: START + days * DAY, step: 4 * STEP }),
  )

/** Lives of up to three instances, restarted now and then; no process comes twice. */
const lives = fc.uniqueArray(life, { minLength: 1, maxLength: 6, selector: ({ process }) => process.id })

const states = new Map(
  SIGNATURES.map(({ id }) => [
    id,
    new Map([
      ['select', 3],
      ['IO wait', 2],
    ]),
  ]),
)
const input = lives.map((all): JudgeInput => inputOf(all, SIGNATURES, states))

/** The same map, filled in the order of a draw of lots. */
const shuffled = <Key, Value>(map: ReadonlyMap<Key, Value>): fc.Arbitrary<Map<Key, Value>> =>
  fc.shuffledSubarray([...map], { minLength: map.size }).map((entries) => new Map(entries))

const reordered = (given: JudgeInput): fc.Arbitrary<JudgeInput> =>
  fc
    .tuple(
      fc.shuffledSubarray([...given.lives], { minLength: given.lives.length }),
      shuffled(given.signatures),
      shuffled(given.states),
      fc.integer({ min: 0, max: 1 }),
    )
    .map(([lives, signatures, states, turned]) => ({
      ...given,
      lives: lives.map((one) =>
        turned === 0 ? one : { ...one, counts: new Map([...one.counts].reverse()) },
      ),
      signatures,
      states,
    }))

const withFlat = (one: LifeSeries): LifeSeries => {
  const flat = noisy(
    Array.from(one.times, () => 30),
    9,
    1,
  )
  return { ...one, counts: new Map([...one.counts, [FLAT, countsOf(flat)]]) }
}

/** Lives are large and shrink slowly: a failure is told as it is found. */
const RUNS = { numRuns: 40, endOnFailure: true }

describe('judge', () => {
  it('gives the same judgement to the same input, and leaves the input as it was', () => {
    fc.assert(
      fc.property(input, (given) => {
        const before = structuredClone(given)
        expect(judge(given)).toEqual(judge(structuredClone(given)))
        expect(given).toEqual(before)
      }),
      RUNS,
    )
  })

  it('does not see in which order lives, signatures and states come', () => {
    fc.assert(
      fc.property(
        input.chain((given) => fc.tuple(fc.constant(given), reordered(given))),
        ([given, other]) => {
          expect(judge(other)).toEqual(judge(given))
        },
      ),
      RUNS,
    )
  })

  it('judges no signature by a flat one beside it', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { verdicts, others } = judge({ ...given, lives: given.lives.map(withFlat) })
        const before = judge(given)
        expect(verdicts).toEqual(before.verdicts)
        expect(others.filter(({ signature }) => signature !== FLAT)).toEqual(before.others)
        expect(others.filter(({ signature }) => signature === FLAT)).toMatchObject([{ verdict: 'stable' }])
      }),
      RUNS,
    )
  })

  // What is only watched is a verdict, and is told among the quiet ones why it is no more than that.
  it('has a say on every signature, once, beside those of families', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { verdicts, others } = judge(given)
        const members = verdicts.flatMap((verdict) =>
          verdict.members.map((of) => ({ ...of, tier: verdict.tier })),
        )
        const families = new Set(members.filter(({ stacks }) => stacks > 1).map(({ signature }) => signature))
        const named = [...members.filter(({ tier }) => tier !== 'watch'), ...others]
          .map(({ signature }) => signature)
          .filter((signature) => !families.has(signature))
        const seen = new Set(given.lives.flatMap(({ counts }) => [...counts.keys()]))
        expect(named.sort()).toEqual([...seen].sort())
      }),
      RUNS,
    )
  })
})
