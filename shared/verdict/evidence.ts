import { instanceOf } from '#shared/trend/process.ts'
import type { Growing, Growth } from './growth.ts'
import { stackedLife } from './life-stack.ts'
import { median } from './median.ts'
import { growthSince } from './rate.ts'
import { alive } from './rules/alive.ts'
import { LARGE_GROWTH } from './rules/low-water-rises.ts'
import { notSaturating } from './rules/not-saturating.ts'
import type { Rate, RuleResult } from './verdict.ts'
import { counted } from './words.ts'

/** Rates of two lives are about the same within this factor. */
const SAME_RATE = 3
/** Share of a life that the next one may share with it. */
const OVERLAP = 0.1

/** What the lives of one signature say together, with what the catalogue says of it. */
export function evidenceRules(growing: readonly Growing[], known: RuleResult): RuleResult[] {
  const told = growing.some(isGrownUp) || !riseStraight(growing) ? growing.filter(isGrownUp) : growing
  return [againAfterRestart(told), severalProcesses(told, growing), known]
}

/**
 * The same growth in a later life, of the same instance or of one that came after it: a Deployment names its
 * processes anew at each restart. A warm-up does not repeat without end.
 */
function againAfterRestart(growing: readonly Growing[]): RuleResult {
  const byInstance = Map.groupBy(growing, ({ life }) => instanceOf(life.series.process.id))
  const alike = Math.max(0, ...[...byInstance.values(), growing].map((some) => inARow(alikeOf(some))))
  const [first] = inOrder(growing)
  const restarts = growing.filter((one) => first !== undefined && follows(one, first)).length
  return {
    id: 'again-after-restart',
    fired: alike >= 2,
    figures: { lives: growing.length, alike, restarts },
    says: `grows in ${counted(growing.length, 'life')}${growing.length < 2 ? '' : `, in ${alike} of them one after the other at a similar rate`}; threshold: 2`,
  }
}

/** Lives that grow at about the rate of the middle one. */
function alikeOf(growing: readonly Growing[]): Growing[] {
  const middle = median(Float64Array.from(growing, ({ rate }) => rate.perHour))
  return growing.filter(
    ({ rate: { perHour } }) => perHour <= middle * SAME_RATE && perHour * SAME_RATE >= middle,
  )
}

/** The most of these lives that came one after the other. */
function inARow(growing: readonly Growing[]): number {
  let number = 0
  let last: Growing | undefined
  for (const one of inOrder(growing)) {
    if (last !== undefined && !follows(one, last)) continue
    last = one
    number++
  }
  return number
}

/** Those that ended first before the others. */
const inOrder = (growing: readonly Growing[]): Growing[] =>
  [...growing].sort((a, b) => endOf(a) - endOf(b) || startOf(a) - startOf(b))

/** Whether a life began when another one was over, or nearly: a rolling restart starts the next one first. */
const follows = (one: Growing, before: Growing): boolean =>
  one !== before && endOf(before) - startOf(one) <= OVERLAP * (endOf(before) - startOf(before))

const startOf = ({ life: { times } }: Growing): number => times[0] ?? 0
const endOf = ({ life: { times } }: Growing): number => times.at(-1) ?? 0

/** It grows in more than one place: the program leaks, not one machine. */
function severalProcesses(told: readonly Growing[], growing: readonly Growing[]): RuleResult {
  const processes = instancesOf(told).size
  const all = instancesOf(growing).size
  return {
    id: 'several-processes',
    fired: processes >= 2,
    figures: { processes },
    says:
      processes === all
        ? `has grown in ${counted(all, 'process')}; threshold: 2`
        : `${processes} of ${counted(all, 'process')} grew for ${WARM_HOURS} h or by ${LARGE_GROWTH}; threshold: 2`,
  }
}

/** A warm-up fills every process after every start: growth in the first hours repeats by itself, unless it is large. */
const WARM_HOURS = 6

const isGrownUp = ({ life, rules }: Growing): boolean =>
  life.spanHours >= WARM_HOURS || life.lastLevel - life.firstLevel >= LARGE_GROWTH || isPooled(rules)

/** Lives that must be laid over one another to tell a leak in each of them from a warm-up in each of them. */
const LEAST_LIVES = 3

/** Whether short lives laid over one another rise to their ends and to no ceiling, as no warm-up does. */
function riseStraight(growing: readonly Growing[]): boolean {
  const [first, ...others] = growing.map(({ life }) => life)
  if (first === undefined || growing.length < LEAST_LIVES) return false
  const stack = stackedLife([first, ...others])
  return alive(stack).fired && notSaturating(stack).fired
}

/** Rules over lives that are asked as one carry their number. */
const isPooled = (rules: readonly RuleResult[]): boolean =>
  rules.some(({ figures }) => figures.lives !== undefined)

/** Instances among the lives. */
const instancesOf = (growths: readonly Growth[]): Set<string> =>
  new Set(growths.map(({ life }) => instanceOf(life.series.process.id)))

/** The rate of one process that grows: what came in all growing lives over their hours. */
export function meanRate(growing: readonly Growing[]): Rate {
  const all = growing.map(({ life, since }) => growthSince(life, since))
  const hours = all.reduce((sum, came) => sum + came.hours, 0)
  const goroutines = all.reduce((sum, came) => sum + came.goroutines, 0)
  const middle = (bound: 'low95' | 'high95'): number =>
    median(Float64Array.from(growing, ({ rate }) => rate[bound]))
  const perHour =
    hours > 0 ? goroutines / hours : median(Float64Array.from(growing, ({ rate }) => rate.perHour))
  return { perHour, low95: Math.min(perHour, middle('low95')), high95: Math.max(perHour, middle('high95')) }
}
