import { bisectLeft, mean } from 'd3-array'
import { gainOf, saturation } from '#shared/statistics/saturation.ts'
import { within } from '#shared/statistics/within.ts'
import { HOUR } from '#shared/time.ts'
import { plainHours } from '#shared/trend/load.ts'
import type { Growing } from '../growth/growth.ts'
import { covered } from '../growth/pooled.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { changesOf, noneLeft } from '../measure/changes.ts'
import { LARGE_GROWTH } from '../measure/sizes.ts'
import { foundBy } from '../model/rule.ts'
import { counted, duration, grouped, percent } from '../model/words.ts'
import { type Measured, measured } from './argument.ts'
import { paceNow, paceOf, paceSays, paceTogether } from './pace.ts'
import { swingOf, swingSays } from './swing.ts'

/** Bounds of what one argument can say: beyond them the models behind it are wrong before the argument is right. */
const MOST_LARGE = 4
const MOST_PACE = 8
const MOST_SWING = 8
const MOST_NOW = 1.5
const MOST_BEND = 2
const MOST_STAY = 3

/** Lives in which it comes again, from which on the time that they cover counts as that of one process. */
const LEAST_LIVES = 3

/**
 * What the rise of one life says by itself.
 *
 * @param growing all lives in which it grows, this one among them
 */
export function ofTheRise(
  { life, view, together, since: began, rules }: Growing,
  growing: readonly Growing[],
): Measured[] {
  const growth = Math.max(0, view.lastLevel - view.firstLevel)
  // The ages of lives laid over one another are no times: all of them count.
  const since = together === undefined ? began : 0
  const pace =
    together === undefined
      ? paceOf(view, { since, comesAndGoes: !noneLeft(life.counts.last) })
      : paceTogether(together.map((one) => [one, 0]))
  // The ebbs of days have no swings: all points do.
  const swing = together === undefined ? swingOf(isOfDays(view) ? life : view) : 0
  const now = paceNow(view)
  const { line, curve, ceiling } = saturation(view.clock, view.counts.low)
  const explained = foundBy(rules, 'not-load')?.figures.explained ?? 0
  const jump = excessJump(view, since)
  const lives = together ?? growing.map((one) => one.life)
  const [own, all] = [ageOf(life), covered(lives) / HOUR]
  const isOfAll = together !== undefined || (lives.length >= LEAST_LIVES && all > own)
  const age = isOfAll ? all : own
  const { falls } = changesOf(view.counts.last)
  const standing = mean(view.counts.last) ?? 0
  return [
    measured(
      'large',
      within(Math.log((growth + 1) / LARGE_GROWTH), 0, MOST_LARGE),
      `${grouped(Math.round(growth))} goroutines came for good in one process; warm-ups bring up to ${LARGE_GROWTH}`,
    ),
    measured('pace', within(pace, -MOST_PACE, MOST_PACE), paceSays(pace)),
    measured('swing', within(swing, 0, MOST_SWING), swingSays(swing)),
    measured('churn', within(swing, -MOST_SWING, 0), swingSays(swing)),
    measured(
      'pace-now',
      within(now, 0, MOST_NOW),
      `the last quarter of the busy time brought ${percent(now / 4)} of the growth`,
    ),
    measured(
      'ceiling',
      -within(Math.log(gainOf(line, curve)), 0, MOST_BEND),
      `a curve that levels off at ${grouped(Math.round(ceiling))} fits ${gainOf(line, curve).toFixed(1)} times as well as a straight line, over busy hours`,
    ),
    measured('none-left', noneLeft(view.counts.last) ? 1 : 0, 'nothing of what came has left'),
    measured('stay', within(Math.log((standing + 1) / (falls + 1)), 0, MOST_STAY), staySays(standing, falls)),
    measured(
      'load',
      -within(explained, 0, 1),
      `the served connections explain ${percent(explained)} of the growth`,
    ),
    measured('serves', life.serves ? -1 : 0, 'these are the served connections themselves'),
    measured('jump', -jump, `one jump is larger than an even pace brings, by ${percent(jump)} of the growth`),
    measured(
      'age',
      within(Math.log2(age / DAY_HOURS), 0, 1),
      isOfAll
        ? `it grows in lives that cover ${duration(age)} together`
        : `it still grows when the process is ${duration(age)} old`,
    ),
  ]
}

/** What comes and goes is replaced again and again; how often, counts show in part, but no turnover shows more than there is. */
const staySays = (standing: number, falls: number): string =>
  `${counted(Math.round(falls), 'goroutine')} left while ${grouped(Math.round(standing))} stood there on average`

const DAY_HOURS = 24

/** Whether the points are days: none pushes as seldom. */
const isOfDays = ({ times, spanHours }: SignatureLife): boolean => spanHours > HALF_A_DAY * times.length
const HALF_A_DAY = 12

/** Hours from the start of the process, or the first snapshot of it, to the last. */
function ageOf({ series, times }: SignatureLife): number {
  const first = times[0] ?? 0
  return ((times.at(-1) ?? 0) - Math.min(first, series.process.startedAt ?? first)) / HOUR
}

/** Standard deviations by which the largest of a day's jumps lies above their mean by chance (Poisson). */
const BY_CHANCE = 2

/**
 * How much more came from one mark of low water to the next but one than an even pace brings, by all hours or by busy ones,
 * as a share of the growth since it began: 0 … 1. What fell as far elsewhere is no jump.
 */
function excessJump({ lowWater: { times, marks }, ...life }: SignatureLife, since: number): number {
  const from = Math.max(0, Math.min(bisectLeft(times, since) - 1, marks.length - 3))
  const growth = (marks.at(-1) ?? 0) - (marks[from] ?? 0)
  if (growth <= 0) return 1
  const clocks = [plainHours(times), times.map((at) => life.clock[bisectLeft(life.times, at)] as number)]
  const share = (clock: Float64Array, to: number): number => {
    const span = (clock.at(-1) as number) - (clock[from] as number)
    return span > 0 ? ((clock[to] as number) - (clock[to - 2] as number)) / span : 0
  }
  let [excess, fall] = [0, 0]
  for (let i = from + 2; i < marks.length; i++) {
    const step = (marks[i] as number) - (marks[i - 2] as number)
    const due = growth * Math.max(...clocks.map((clock) => share(clock, i)))
    excess = Math.max(excess, step - due - BY_CHANCE * Math.sqrt(due))
    fall = Math.max(fall, -step)
  }
  return within((excess - fall) / growth, 0, 1)
}
