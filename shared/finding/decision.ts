import { LEAST_GROWTH, LEAST_SHARE } from '#shared/verdict/measure/sizes.ts'
import type { GrowsIn } from '#shared/verdict/model/figures.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, grouped, moment, paceText } from '#shared/verdict/model/words.ts'
import type { ArchivedUntil, Decision, FindingState } from './finding.ts'

/** Whether a process that runs now grows; false too where none has been watched long enough to tell. */
export const growsNow = ({ grows }: { readonly grows: GrowsIn }): boolean => grows.latestStart !== undefined

/** A step in the life of a finding; the decision stands until the next one. */
export interface Move {
  readonly state: FindingState
  readonly reason: string
  readonly decision?: Decision | undefined
}

/** What a new verdict makes of a finding that somebody has decided about; undefined: the decision holds. */
export function afterDecision(decision: Decision, verdict: Verdict, now: number): Move | undefined {
  switch (decision.kind) {
    case 'resolved-now':
      return afterResolved(decision, verdict)
    case 'resolved-in-next-version': {
      const newer = verdict.grows.versions.filter((version) => !decision.versions.includes(version))
      return newer.length === 0
        ? undefined
        : {
            state: 'regressed',
            reason: `grows in ${newer.join(', ')}; it was resolved in the version after ${decision.versions.at(-1)}`,
          }
    }
    case 'archived':
      return afterArchived(decision.until, verdict, now)
    case 'intended':
      return undefined
    case 'intended-by-settings':
      return { state: 'ongoing', reason: 'the settings no longer mark it as intended' }
  }
}

/** What stood when it was resolved may stand on; what grows beyond that, or anew, is a return. */
function afterResolved(
  { at, count }: Extract<Decision, { kind: 'resolved-now' }>,
  verdict: Verdict,
): Move | undefined {
  if (!growsNow(verdict)) return undefined
  if ((verdict.grows.latestStart ?? 0) > at)
    return { state: 'regressed', reason: 'grows in a process that started after it was resolved' }
  const { count: goroutines } = verdict
  return goroutines > count + Math.max(LEAST_GROWTH, LEAST_SHARE * count)
    ? {
        state: 'regressed',
        reason: `grew from ${grouped(count)} to ${counted(goroutines, 'goroutine')} after it was resolved`,
      }
    : undefined
}

function afterArchived(until: ArchivedUntil, { perHour }: Verdict, now: number): Move | undefined {
  if (until === 'forever') return undefined
  if ('date' in until)
    return now >= until.date
      ? { state: 'ongoing', reason: `archived until ${moment(until.date)}; that date has passed` }
      : undefined
  const [most, rate] = [paceText(until.perHour), paceText(perHour)]
  return perHour >= until.perHour
    ? { state: 'ongoing', reason: `archived until it grows by ${most}; grows by ${rate}` }
    : undefined
}
