import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { releasesShowing, showingOf } from '#shared/finding/showing.ts'
import { HOUR } from '#shared/time.ts'
import { counted, lifeOf, START } from '#test/support/lives.ts'

const ID = '1111111111111111'
const OTHER = '2222222222222222'
const DEPLOYED = START + 48 * HOUR
const NOW = START + 96 * HOUR

const life = (instance: string, version: string, hours: number, countAt: (hour: number) => number) =>
  lifeOf({ [ID]: counted(hours, countAt) }, { instance, version, from: version === 'v2' ? DEPLOYED : START })
/** `v1` leaks in one of two pods; `v2` in none. */
const LIVES = [
  life('pod-2', 'v1', 48, () => 7),
  life('pod-1', 'v1', 48, (hour) => 5 + 10 * hour),
  life('pod-1', 'v2', 48, () => 3),
  lifeOf({ [OTHER]: counted(48, () => 90) }, { instance: 'pod-2', version: 'v2', from: DEPLOYED }),
]
const VERDICT = { perHour: 10, seen: 'fixed', grows: { versions: [], latestStart: undefined } } as const
const shown = showingOf(VERDICT, [ID], LIVES, NOW)

describe('who shows a leak', () => {
  test('are the lives that rose at its rate, first; others did not, though they have it or never had it', () => {
    expect(shown.map(({ life: { process }, shows }) => [process.instance, process.version, shows])).toEqual([
      ['pod-1', 'v1', 'leak'],
      ['pod-2', 'v1', 'none'],
      ['pod-1', 'v2', 'none'],
      ['pod-2', 'v2', 'none'],
    ])
    expect(shown.at(-1)?.counts.last.every((count) => count === 0)).toBe(true)
  })

  test('are, of those that run, the ones that the judge says', () => {
    const grows = { versions: ['v2'], latestStart: DEPLOYED, instances: ['pod-2'] }
    const judged = showingOf({ ...VERDICT, seen: 'growing', grows }, [ID], LIVES, NOW)
    const leaking = judged.filter(({ shows }) => shows === 'leak').map(({ life: { process } }) => process)
    expect(leaking.map(({ instance, version }) => `${instance} ${version}`)).toEqual(['pod-1 v1', 'pod-2 v2'])
  })

  test('are not known where no goroutine would have come yet', () => {
    const young = showingOf({ ...VERDICT, perHour: 0.01 }, [ID], [life('pod-9', 'v2', 2, () => 1)], NOW)
    expect(young.map(({ shows }) => shows)).toEqual(['too-early'])
  })
})

describe('a release', () => {
  test('stands beside the one before, and what began before it beside what began since', () => {
    const [v2, v1] = releasesShowing(shown)
    expect(v2).toMatchObject({ version: 'v2', from: DEPLOYED, processes: 2, leaking: 0, rose: 0 })
    expect(v1).toMatchObject({ version: 'v1', from: START, processes: 2, leaking: 1 })
    expect((v1?.rose ?? 0) / (v1?.hours ?? 1)).toBeCloseTo(5, 0)
    expect(v2?.before).toMatchObject({ leaking: 1, rose: v1?.rose })
    expect(v2?.since).toMatchObject({ leaking: 0, rose: 0 })
  })

  test('splits all lives in two, whatever they are', () => {
    const lives = fc.array(
      fc.record({ pod: fc.integer({ min: 1, max: 4 }), v: fc.constantFrom('v1', 'v2'), rate: fc.nat(20) }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(lives, (some) => {
        const all = some.map(({ pod, v, rate }) => life(`pod-${pod}`, v, 24, (hour) => rate * hour))
        const every = showingOf(VERDICT, [ID], all, NOW)
        const hours = every.reduce((sum, one) => sum + one.hours, 0)
        for (const { before, since } of releasesShowing(every))
          expect(before.hours + since.hours).toBeCloseTo(hours, 6)
      }),
    )
  })
})
