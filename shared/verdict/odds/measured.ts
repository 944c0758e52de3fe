import { bisectLeft } from 'd3-array'
import type { Cause } from '#shared/cause/cause.ts'
import { gainOf, saturation } from '#shared/statistics/saturation.ts'
import { steadyPace } from '#shared/statistics/steady-pace.ts'
import type { Survivors } from '#shared/survivor/survivors.ts'
import { HOUR } from '#shared/time.ts'
import { plainHours } from '#shared/trend/load.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import { instanceOf } from '#shared/trend/process.ts'
import { isLeaking, residentsRule } from '../corroboration/residents.ts'
import { restartsIn } from '../corroboration/restart.ts'
import type { Growing, Growth } from '../growth/growth.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { shareReturned } from '../measure/changes.ts'
import { largestJump } from '../measure/jumps.ts'
import { LARGE_GROWTH, LEAST_GROWTH } from '../measure/sizes.ts'
import type { Argument, ArgumentId } from '../model/argument.ts'
import { foundBy, type RuleId, type RuleResult } from '../model/rule.ts'
import { counted, duration, percent } from '../model/words.ts'

/** What was measured for one argument; its weight is not yet known. */
export type Measured = Omit<Argument, 'points'>

/** What the arguments are made from. */
export interface Case {
  /** The lives in which the stack grows, at least one. */
  readonly growing: readonly Growing[]
  /** Every life of the stack. */
  readonly growths: readonly Growth[]
  /** What corroborates growth. */
  readonly corroboration: readonly RuleResult[]
  /** What the catalogue says of it, if anything. */
  readonly cause: Cause | undefined
  /** Who stays in it, where full dumps show it. */
  readonly survivors?: Survivors | undefined
}

/** Everything that speaks for a leak or against one, in the order of docs/verdicts.md; what says nothing is left out. */
export function measuredOf(given: Case): Measured[] {
  const strongest = strongestOf(given.growing)
  return [
    ...ofGrowth(strongest, given),
    ...ofIndividuals(given.survivors),
    ...ofOtherLives(strongest, given),
    ...given.corroboration.flatMap((rule) => ofRule(rule, given.cause)),
  ].filter(({ value }) => value !== 0)
}

/** The life that was watched most closely. */
export const strongestOf = (growing: readonly Growing[]): Growing =>
  growing.reduce((a, b) => (b.life.times.length > a.life.times.length ? b : a))

/** Bounds of what one argument can say: beyond them the models behind it are wrong before the argument is right. */
const MOST_SIZE = 3
const MOST_LARGE = 4
const MOST_HOURS = 6
const [LEAST_PACE, MOST_PACE] = [-8, 4]
const [LEAST_PACE_ELSEWHERE, MOST_PACE_ELSEWHERE] = [-8, 5]
const MOST_BEND = 2
const MOST_NOW = 1.5
const MOST_LIVES = 2
const MOST_APART = 3

function ofGrowth(strongest: Growing, { corroboration }: Case): Measured[] {
  if (foundBy(strongest.rules, 'pile-up') !== undefined) return ofThePile(strongest, corroboration)
  // Of those that stay `shared/survivor` has asked already whether they come on, and in how many jumps.
  return foundBy(strongest.rules, 'residents') === undefined ? ofTheRise(strongest) : []
}

/** Tail indices of healthy stacks and of leaks. @see Tail */
const HEALTHY_TAIL = 1
const LEAKING_TAIL = 0.05
const MOST_INDIVIDUALS = 6

/** Who stays and who leaves: how many times as likely the deaths of the old are in a leak (Poisson). */
function ofIndividuals(survivors: Survivors | undefined): Measured[] {
  if (survivors?.tail === undefined) return []
  const { tail, word } = survivors
  const units = tail.watched / tail.age
  const log = (HEALTHY_TAIL - LEAKING_TAIL) * units - tail.left * Math.log(HEALTHY_TAIL / LEAKING_TAIL)
  const { says } = residentsRule(survivors)
  if (isLeaking(survivors)) return [measured('residents', within(log, 0, MOST_INDIVIDUALS), says)]
  return word === 'come-and-go' ? [measured('turnover', within(log, -MOST_INDIVIDUALS, 0), says)] : []
}

/** An hour: goroutines that pile up and wait this long are not being served. */
const LONG_WAIT = 60

/** So many in one place say more than any trend, and most where nobody serves them. */
function ofThePile({ rules }: Growing, corroboration: readonly RuleResult[]): Measured[] {
  const oldest = foundBy(corroboration, 'ages')?.figures.oldest ?? 0
  return [
    measured('pile-up', 1, foundBy(rules, 'pile-up')?.says ?? ''),
    measured('long-wait', oldest >= LONG_WAIT ? 1 : 0, `the oldest has waited for ${oldest} min`),
  ]
}

function ofTheRise({ life, view, since, rules }: Growing): Measured[] {
  const growth = Math.max(0, view.lastLevel - view.firstLevel)
  const pace = paceOf(view, since)
  const now = paceNow(view)
  const bend = saturation(view.clock, view.counts.low)
  const returned = Math.min(shareReturned(view.counts.last), shareReturned(view.lowWater.marks))
  const explained = foundBy(rules, 'not-load')?.figures.explained ?? 0
  const jump = growth > 0 ? Math.min(1, largestJump(view.lowWater).jump / growth) : 1
  const first = life.times[0] ?? 0
  const age = ((life.times.at(-1) ?? 0) - Math.min(first, life.series.process.startedAt ?? first)) / HOUR
  const quiet = Math.max(0, since - first, (view.times[0] ?? 0) - first) / HOUR
  return [
    measured(
      'size',
      Math.min(MOST_SIZE, Math.log1p(growth / LEAST_GROWTH)),
      `${counted(Math.round(growth), 'goroutine')} came for good in one process`,
    ),
    measured(
      'large',
      within(Math.log((growth + 1) / LARGE_GROWTH), 0, MOST_LARGE),
      `that is more than the ${LARGE_GROWTH} that warm-ups bring`,
    ),
    measured('pace', within(pace, LEAST_PACE, MOST_PACE), paceSays(pace)),
    measured(
      'pace-now',
      within(now, 0, MOST_NOW),
      `the last quarter of the busy time brought ${percent(now / 4)} of the growth`,
    ),
    measured(
      'ceiling',
      -within(Math.log(gainOf(bend.line, bend.curve)), 0, MOST_BEND),
      `a curve that levels off at ${Math.round(bend.ceiling)} fits ${gainOf(bend.line, bend.curve).toFixed(1)} times as well as a straight line, over busy hours`,
    ),
    measured('returned', -within(returned, 0, 1), `${percent(returned)} of what came has left`),
    measured(
      'load',
      -within(explained, 0, 1),
      `the served connections explain ${percent(explained)} of the growth`,
    ),
    measured('serves', life.serves ? -1 : 0, 'these are the served connections themselves'),
    measured('jump', -jump, `the largest jump is ${percent(jump)} of the growth`),
    measured(
      'age',
      Math.min(MOST_HOURS, Math.log1p(age)),
      `it still grows when the process is ${duration(age)} old`,
    ),
    measured(
      'late-start',
      Math.min(MOST_HOURS, Math.log1p(quiet)),
      `it began ${duration(quiet)} after the first snapshot of the process`,
    ),
  ]
}

function ofOtherLives(strongest: Growing, { growing, growths }: Case): Measured[] {
  const others = growths
    .map(({ life }) => life)
    .filter(
      ({ series, lastLevel, firstLevel }) =>
        series !== strongest.life.series && lastLevel - firstLevel >= LEAST_GROWTH,
    )
  const elsewhere = others.reduce((sum, life) => sum + within(paceOf(life), LEAST_PACE, MOST_PACE), 0)
  const instances = new Set(growing.map(({ life }) => instanceOf(life.series.process.id))).size
  const starts = growing.map(({ life: { series, times } }) => series.process.startedAt ?? times[0] ?? 0)
  const apart = instances < 2 ? 0 : (Math.max(...starts) - Math.min(...starts)) / HOUR
  const restarts = restartsIn(growing)
  return [
    measured(
      'pace-elsewhere',
      within(elsewhere, LEAST_PACE_ELSEWHERE, MOST_PACE_ELSEWHERE),
      `in ${otherLives(others.length)}: ${paceSays(elsewhere)}`,
    ),
    measured(
      'again-after-restart',
      Math.min(MOST_LIVES, restarts),
      `it grew again after ${counted(restarts, 'restart')}`,
    ),
    measured(
      'several-processes',
      Math.min(MOST_LIVES, instances - 1),
      `it grows in ${counted(instances, 'process')}`,
    ),
    measured(
      'unlike-ages',
      Math.min(MOST_APART, Math.log1p(apart)),
      `these processes began ${duration(apart)} apart`,
    ),
  ]
}

/** Rules that speak for a leak where they fired, as arguments. */
const RULES: Readonly<Partial<Record<RuleId, ArgumentId>>> = {
  sockets: 'sockets',
  ages: 'ages',
  'runtime-proof': 'proof',
}

function ofRule({ id, fired, says }: RuleResult, cause: Cause | undefined): Measured[] {
  if (!fired) return []
  if (id === 'known-cause')
    return [measured(cause?.group === 'shape' ? 'own-shape' : 'library-leak', 1, says)]
  const argument = RULES[id]
  return argument === undefined ? [] : [measured(argument, 1, says)]
}

const otherLives = (n: number): string => `${n} other ${n === 1 ? 'life' : 'lives'}`

const measured = (id: ArgumentId, value: number, says: string): Measured => ({ id, value, says })

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))

/** What came in the last quarter of the busy time, as a multiple of a quarter of the growth: 1 at a steady pace. */
function paceNow({ clock, counts: { low } }: SignatureLife): number {
  const growth = (low.at(-1) ?? 0) - (low[0] ?? 0)
  const from = low[Math.min(low.length - 1, bisectLeft(clock, 0.75 * (clock.at(-1) ?? 0)))] ?? 0
  return growth > 0 ? (4 * ((low.at(-1) ?? 0) - from)) / growth : 0
}

/** Points that a pace is taken over at least. */
const LEAST_POINTS = 12

/** Logarithm of how many times as likely the low water rose at a steady pace, by all hours or by busy ones. */
function paceOf(life: SignatureLife, since = 0): number {
  const from = Math.min(bisectLeft(life.times, since), Math.max(0, life.times.length - LEAST_POINTS))
  const [times, clock] = [life.times.subarray(from), life.clock.subarray(from)]
  const water = lowWater(times, life.counts.low.subarray(from))
  const plain = plainHours(times)
  const atMarks = (hours: Float64Array): Float64Array =>
    water.times.map((at) => hours[Math.min(hours.length - 1, bisectLeft(times, at))] as number)
  return steadyPace(water.marks, [atMarks(plain), atMarks(clock)]).log
}

const paceSays = (log: number): string => {
  const odds = Math.exp(Math.min(Math.abs(log), -LEAST_PACE))
  const times = odds >= 10 ? Math.round(odds).toLocaleString('en-US') : odds.toFixed(1)
  return log >= 0
    ? `a steady pace is ${times} times as likely as one that slows down`
    : `a pace that slows down is ${times} times as likely as a steady one`
}
