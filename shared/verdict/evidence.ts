import type { Cause } from '#shared/cause/cause.ts'
import { instanceOf } from '#shared/trend/process.ts'
import type { Growth } from './growth.ts'
import { median } from './signature-life.ts'
import type { Rate, RuleResult } from './verdict.ts'

/** A life in which a signature grows. */
export type Growing = Extract<Growth, { grows: true }>

/** Rates of two lives are about the same within this factor. */
const SAME_RATE = 3

/** What the lives of one signature say together. Rules about more than one life, and the catalogue. */
export function evidenceRules(growing: readonly Growing[], cause: Cause | undefined): RuleResult[] {
  return [againAfterRestart(growing), severalProcesses(growing), knownCause(cause)]
}

/** The same growth in a later life of the same instance: a warm-up does not repeat without end. */
function againAfterRestart(growing: readonly Growing[]): RuleResult {
  const byInstance = Map.groupBy(growing, ({ life }) => instanceOf(life.series.process.id))
  const alike = Math.max(0, ...[...byInstance.values()].map(livesAlike))
  const restarts = growing.length - byInstance.size
  return {
    id: 'again-after-restart',
    fired: alike >= 2,
    figures: { lives: growing.length, alike, restarts },
    says: `grows in ${growing.length} ${growing.length === 1 ? 'life' : 'lives'}, ${restarts} of them after a restart`,
  }
}

/** Lives of one instance that grow at about the rate of its middle one. */
function livesAlike(growing: readonly Growing[]): number {
  const middle = medianRate(growing).perHour
  return growing.filter(
    ({ rate: { perHour } }) => perHour <= middle * SAME_RATE && perHour * SAME_RATE >= middle,
  ).length
}

/** It grows in more than one place: the program leaks, not one machine. */
function severalProcesses(growing: readonly Growing[]): RuleResult {
  const processes = instancesOf(growing).size
  return {
    id: 'several-processes',
    fired: processes >= 2,
    figures: { processes },
    says: `grows in ${processes} ${processes === 1 ? 'process' : 'processes'}`,
  }
}

/** The stack is in the catalogue as a leak. Lifts a verdict by a tier, makes none. */
function knownCause(cause: Cause | undefined): RuleResult {
  return {
    id: 'known-cause',
    fired: cause?.class === 'L',
    figures: cause === undefined ? {} : { entry: Number(cause.id) },
    says:
      cause === undefined
        ? 'no entry of the catalogue matches'
        : `entry ${cause.id} of the catalogue: ${cause.title}`,
  }
}

/** Instances among the lives. */
export const instancesOf = (growths: readonly Growth[]): Set<string> =>
  new Set(growths.map(({ life }) => instanceOf(life.series.process.id)))

/** The rate of a process in the middle of those that grow. */
export function medianRate(growing: readonly Growing[]): Rate {
  const of = (member: keyof Rate): number => median(Float64Array.from(growing, ({ rate }) => rate[member]))
  return { perHour: of('perHour'), low95: of('low95'), high95: of('high95') }
}
