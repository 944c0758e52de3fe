import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { releasesShowing, showingOf } from '#shared/finding/showing.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
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

  test('are, of those that run, no others than the judge says, whatever they rose', () => {
    const rising = life('pod-3', 'v2', 48, (hour) => 5 + 10 * hour)
    const grows = { versions: ['v2'], latestStart: DEPLOYED, instances: [] }
    const of = (seen: 'growing' | 'level') =>
      showingOf({ ...VERDICT, seen, grows }, [ID], [rising], NOW).map(({ shows }) => shows)
    expect([of('growing'), of('level')]).toEqual([['none'], ['leak']])
  })

  test('come first, then the others by what they rose, then by the most that they had', () => {
    const some = [
      life('few', 'v2', 48, () => 3),
      life('rose', 'v2', 48, (hour) => hour),
      life('leaks', 'v2', 48, (hour) => 8 * hour),
      life('leaks-more', 'v2', 48, (hour) => 20 * hour),
      life('many', 'v2', 48, () => 40_000),
      life('grows', 'v2', 12, () => 1),
    ]
    const grows = { versions: ['v2'], latestStart: DEPLOYED, instances: ['leaks', 'leaks-more', 'grows'] }
    const names = (lives: typeof some) =>
      showingOf({ ...VERDICT, seen: 'growing', grows }, [ID], lives, NOW).map(
        ({ life: { process } }) => process.instance,
      )
    const order = ['leaks-more', 'leaks', 'rose', 'many', 'few', 'grows']
    expect(names(some)).toEqual(order)
    expect(names(some.toReversed())).toEqual(order)
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

  test('lasts from the start of its first process to the last snapshot of any; lives without a version are of none', () => {
    const lives = [
      lifeOf({ [ID]: counted(20, () => 3) }, { version: 'v1', startedAt: START - HOUR, instance: 'a' }),
      lifeOf({ [ID]: counted(30, () => 3) }, { version: 'v1', instance: 'b', from: START + HOUR }),
      lifeOf({ [ID]: counted(10, () => 3) }, { version: 'v1', startedAt: undefined, instance: 'c' }),
      lifeOf({ [ID]: counted(40, () => 3) }, { instance: 'd' }),
    ]
    const releases = releasesShowing(showingOf(VERDICT, [ID], lives, NOW))
    expect(releases).toMatchObject([
      { version: 'v1', from: START - HOUR, to: START + 31 * HOUR - 10 * MINUTE, processes: 3 },
    ])
    const undated = releasesShowing(showingOf(VERDICT, [ID], lives.slice(2, 3), NOW))
    expect(undated).toMatchObject([{ from: START, to: START + 10 * HOUR - 10 * MINUTE }])
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
