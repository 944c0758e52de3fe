/** A program under everything that happens to processes and their snapshots, with a leak in it and without. */

import { HOUR, MINUTE } from '#shared/time.ts'
import type { Moment } from '#shared/trend/block.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { livesFrom, START } from '#test/support/lives.ts'
import { OWN_WORKER } from './stacks.ts'

/** Hours that the program is watched, a snapshot each ten minutes. */
export const HOURS = 72
const SNAPSHOTS_AN_HOUR = 6
/** Goroutines an hour that it leaks where it leaks. */
export const PER_HOUR = 6

/** From its first hour on: a pool, a daily wave, a few that stand still. */
function countsAt(lifeHour: number, hour: number, leaks: boolean): Map<string, number> {
  const warm = Math.min(1, 0.2 + lifeHour)
  const noise = Math.round(2 * Math.sin(37 * hour) + 2 * Math.sin(101 * hour))
  return new Map([
    [OWN_WORKER.id, leaks ? 3 + Math.floor(PER_HOUR * lifeHour) : Math.round(12 * warm) + noise],
    ['pool', Math.round(30 * warm) + noise],
    ['wave', Math.round(warm * (20 - 12 * Math.cos((2 * Math.PI * hour) / 24))) + noise],
    ['standing', 4],
  ])
}

interface Span {
  readonly from: number
  readonly to: number
}

/** What a life counts between two hours */
export const momentsOf = ({ from, to }: Span, leaks: boolean): Moment[] =>
  Array.from({ length: Math.round((to - from) * SNAPSHOTS_AN_HOUR) }, (_, i) => {
    const lifeHour = i / SNAPSHOTS_AN_HOUR
    return { at: START + (from + lifeHour) * HOUR, counts: countsAt(lifeHour, from + lifeHour, leaks) }
  })

const WHOLE: Span = { from: 0, to: HOURS }
const DAYS: readonly Span[] = [0, 24, 48].map((from) => ({ from, to: from + 24 }))

/** Lives that start at these hours, each known by its start time. */
const started = (
  spans: readonly Span[],
  leaks: boolean,
  instanceOf: (life: number) => string,
): LifeSeries[] =>
  spans.flatMap((span, life) =>
    livesFrom(momentsOf(span, leaks), { instance: instanceOf(life), startedAt: START + span.from * HOUR }),
  )

/** The same moments by a clock that is this many milliseconds ahead from the middle on. */
const clockSteps =
  (by: number) =>
  (leaks: boolean): LifeSeries[] => {
    const middle = START + (HOURS / 2) * HOUR
    const shifted = momentsOf(WHOLE, leaks).map((one) =>
      one.at < middle ? one : { ...one, at: one.at + by },
    )
    return livesFrom(shifted, { startedAt: START })
  }

const PODS = ['checkout-1', 'checkout-2', 'checkout-3'] as const

/** What happens, by name. */
export const DISTURBANCES: readonly (readonly [string, (leaks: boolean) => LifeSeries[]])[] = [
  [
    'a rolling restart of all instances each day, with start times',
    (leaks) =>
      PODS.flatMap((pod, i) =>
        started(
          DAYS.map(({ from, to }) => ({ from: from + i / 6, to: to + i / 6 })),
          leaks,
          () => pod,
        ),
      ),
  ],
  ['a new name at each restart', (leaks) => started(DAYS, leaks, (life) => `checkout-7f9c-${life}`)],
  [
    'a new name at each restart, up before the old one is gone',
    (leaks) =>
      started(
        DAYS.map(({ from, to }) => ({ from, to: to + 0.5 })),
        leaks,
        (life) => `checkout-7f9c-${life}`,
      ),
  ],
  ['restarts that nobody tells', (leaks) => livesFrom(DAYS.flatMap((day) => momentsOf(day, leaks)))],
  ['a clock that steps back by ten minutes', clockSteps(-10 * MINUTE)],
  ['a clock that steps back by three hours', clockSteps(-3 * HOUR)],
  ['a clock that steps forward by ten minutes', clockSteps(10 * MINUTE)],
  ['a clock that steps forward by five hours', clockSteps(5 * HOUR)],
  [
    'gaps of six hours a day',
    (leaks) =>
      livesFrom(
        momentsOf(WHOLE, leaks).filter(({ at }) => ((at - START) / HOUR) % 24 < 18),
        { startedAt: START },
      ),
  ],
  [
    'a release in the middle',
    (leaks) =>
      [
        { span: { from: 0, to: 30 }, version: 'v1.4.2' },
        { span: { from: 30, to: HOURS }, version: 'v1.4.3' },
      ].flatMap(({ span, version }) =>
        livesFrom(momentsOf(span, leaks), { version, startedAt: START + span.from * HOUR }),
      ),
  ],
]
