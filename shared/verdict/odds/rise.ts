import { bisectLeft } from 'd3-array'
import { gainOf, saturation } from '#shared/statistics/saturation.ts'
import { within } from '#shared/statistics/within.ts'
import { HOUR } from '#shared/time.ts'
import type { Growing } from '../growth/growth.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { shareReturned } from '../measure/changes.ts'
import { largestJump } from '../measure/jumps.ts'
import { LARGE_GROWTH } from '../measure/sizes.ts'
import { foundBy } from '../model/rule.ts'
import { duration, grouped, percent } from '../model/words.ts'
import { type Measured, measured } from './argument.ts'
import { paceNow, paceOf, paceSays } from './pace.ts'

/** Bounds of what one argument can say: beyond them the models behind it are wrong before the argument is right. */
const MOST_LARGE = 4
const MOST_PACE = 8
const MOST_NOW = 1.5
const MOST_BEND = 2
const MOST_AGE = 6
/** Share of what came that may have left where nothing has: single snapshots between start and end of a wait. */
const CLEAN = 0.02

/** What the rise of one life says by itself. */
export function ofTheRise({ life, view, since, rules }: Growing): Measured[] {
  const growth = Math.max(0, view.lastLevel - view.firstLevel)
  const pace = paceOf(view, since)
  const now = paceNow(view)
  const { line, curve, ceiling } = saturation(view.clock, view.counts.low)
  const returned = Math.min(shareReturned(view.counts.last), shareReturned(view.lowWater.marks))
  const explained = foundBy(rules, 'not-load')?.figures.explained ?? 0
  const jump = excessJump(view, since)
  const age = ageOf(life)
  return [
    measured(
      'large',
      within(Math.log((growth + 1) / LARGE_GROWTH), 0, MOST_LARGE),
      `${grouped(Math.round(growth))} goroutines came for good in one process; warm-ups bring up to ${LARGE_GROWTH}`,
    ),
    measured('pace', within(pace, -MOST_PACE, MOST_PACE), paceSays(pace)),
    measured(
      'pace-now',
      within(now, 0, MOST_NOW),
      `the last quarter of the busy time brought ${percent(now / 4)} of the growth`,
    ),
    measured(
      'ceiling',
      -within(Math.log(gainOf(line, curve)), 0, MOST_BEND),
      `a curve that levels off at ${Math.round(ceiling)} fits ${gainOf(line, curve).toFixed(1)} times as well as a straight line, over busy hours`,
    ),
    measured('none-left', returned <= CLEAN ? 1 : 0, 'nothing of what came has left'),
    measured(
      'load',
      -within(explained, 0, 1),
      `the served connections explain ${percent(explained)} of the growth`,
    ),
    measured('serves', life.serves ? -1 : 0, 'these are the served connections themselves'),
    measured('jump', -jump, `one jump is larger than an even pace brings, by ${percent(jump)} of the growth`),
    measured(
      'age',
      Math.min(MOST_AGE, Math.log1p(age)),
      `it still grows when the process is ${duration(age)} old`,
    ),
  ]
}

/** Hours from the start of the process, or the first snapshot of it, to the last. */
function ageOf({ series, times }: SignatureLife): number {
  const first = times[0] ?? 0
  return ((times.at(-1) ?? 0) - Math.min(first, series.process.startedAt ?? first)) / HOUR
}

/** Standard deviations by which the largest of a day's jumps lies above their mean by chance (Poisson). */
const BY_CHANCE = 2

/** How much more came in the largest jump than an even pace brings, as a share of the growth since it began: 0 … 1. */
function excessJump({ lowWater: { times, marks } }: SignatureLife, since: number): number {
  const from = Math.max(0, Math.min(bisectLeft(times, since) - 1, marks.length - 3))
  const water = { times: times.subarray(from), marks: marks.subarray(from) }
  const growth = (marks.at(-1) ?? 0) - (marks[from] ?? 0)
  if (growth <= 0) return 1
  const due = (2 * growth) / Math.max(1, water.marks.length - 1)
  return within((largestJump(water).jump - due - BY_CHANCE * Math.sqrt(due)) / growth, 0, 1)
}
