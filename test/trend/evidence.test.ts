import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sighting } from '#shared/signature/signature.ts'
import { MINUTE } from '#shared/time.ts'
import { isEvidence, mergeEvidence, noEvidence } from '#shared/trend/evidence.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { START } from '#test/support/lives.ts'

const PROCESS = 'checkout-1@20260501T000000Z'
const DUMPS = 6
const PROOFS = 24
const SIGHTINGS = 100

const sighting = (signature: string, count: number, leaked = 0): Sighting => ({
  signature,
  count,
  leaked,
  states: new Map(),
  ages: undefined,
  labelKeys: new Map(),
})

const snapshot = (minute: number, more: Partial<Snapshot> = {}): Snapshot => ({
  id: `${minute}`,
  process: PROCESS,
  type: 'goroutine',
  debug: 2,
  at: START + minute * MINUTE,
  total: 1,
  partial: false,
  sightings: [sighting('leak', minute + 1)],
  sha256: '',
  source: 'push',
  ...more,
})
const leakProfile = (minute: number, more: Partial<Snapshot> = {}): Snapshot =>
  snapshot(minute, { type: 'goroutineleak', debug: 0, sightings: [sighting('leak', 3, minute)], ...more })

/** Counts, dumps and leak profiles, one of a kind at a time, with milliseconds. */
const snapshots = fc.uniqueArray(
  fc
    .record({
      minute: fc.nat(200),
      ms: fc.nat(59_999),
      kind: fc.constantFrom('counts', 'dump', 'leaks'),
    })
    .map(({ minute, ms, kind }) => {
      const at = START + minute * MINUTE + ms
      if (kind === 'leaks') return leakProfile(minute, { at })
      return snapshot(minute, { at, debug: kind === 'dump' ? 2 : 0 })
    }),
  {
    maxLength: 60,
    size: 'max',
    selector: ({ at, type, debug }) => `${Math.floor(at / MINUTE)} ${type} ${debug}`,
  },
)
const merged = (...parts: (readonly Snapshot[])[]) =>
  parts.reduce((known, part) => mergeEvidence(known, part), noEvidence(PROCESS))

describe('mergeEvidence', () => {
  it('changes nothing when the same snapshots come again', () => {
    fc.assert(
      fc.property(snapshots, (all) => {
        expect(merged(all, all)).toEqual(merged(all))
      }),
    )
  })

  it('does not see in which order or in how many parts snapshots come', () => {
    fc.assert(
      fc.property(
        snapshots.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        fc.nat(60),
        ([all, shuffled], cut) => {
          expect(merged(shuffled)).toEqual(merged(all))
          expect(merged(shuffled.slice(0, cut), shuffled.slice(cut))).toEqual(merged(all))
        },
      ),
    )
  })

  it('keeps the newest of each kind, oldest first, and no more than a few', () => {
    fc.assert(
      fc.property(snapshots, (all) => {
        const timesOf = (some: readonly Snapshot[]) =>
          some.map(({ at }) => at - (at % 1000)).sort((a, b) => a - b)
        const { process, dumps, proofs } = merged(all)
        expect(process).toBe(PROCESS)
        expect(dumps.map(({ at }) => at)).toEqual(
          timesOf(all.filter(({ debug }) => debug === 2)).slice(-DUMPS),
        )
        const leaks = all.filter(({ type }) => type === 'goroutineleak')
        expect(proofs.map(({ at }) => at)).toEqual(timesOf(leaks).slice(-PROOFS))
      }),
    )
  })

  it('keeps the hundred largest stacks of a dump', () => {
    const many = Array.from({ length: 300 }, (_, i) => sighting(`s${i}`, 300 - i))
    const { dumps } = merged([snapshot(0, { sightings: many })])
    expect(dumps[0]?.sightings).toEqual(many.slice(0, SIGHTINGS))
  })

  it('takes from a leak profile what the runtime proves, and nothing that waits beside it', () => {
    const { proofs } = merged([leakProfile(3, { sightings: [sighting('leak', 9, 4), sighting('idle', 7)] })])
    expect(proofs).toEqual([{ at: START + 3 * MINUTE, leaked: new Map([['leak', 4]]) }])
  })

  it('takes no proof from a leak profile that could not be read to its end', () => {
    expect(merged([leakProfile(1), leakProfile(2, { partial: true })]).proofs).toHaveLength(1)
  })
})

describe('isEvidence', () => {
  it.each([
    { name: 'counts alone', give: snapshot(0, { debug: 0 }), want: false },
    { name: 'a dump with ages', give: snapshot(0), want: true },
    { name: 'a leak profile', give: leakProfile(0), want: true },
  ])('says of $name: $want', ({ give, want }) => {
    expect(isEvidence(give)).toBe(want)
  })
})
