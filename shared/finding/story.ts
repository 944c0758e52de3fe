import { asOf } from '#shared/verdict/judge/as-of.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted } from '#shared/verdict/model/words.ts'
import type { Finding, FindingState, Transition } from './finding.ts'

/** One line of what became of a leak. */
export interface Chapter {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** What it is about, for a mark beside it. */
  readonly about: 'began' | 'fixed' | FindingState
  /** A sentence without its full stop. */
  readonly says: string
  /** Name of the token; undefined: the judge. */
  readonly by?: string | undefined
  readonly comment?: string | undefined
  /** The step of the finding that it tells; undefined where the verdict alone knows of it. */
  readonly step?: Transition
}

/**
 * What became of a leak, from when it began, the oldest first.
 *
 * Example sentences: `Began to grow, in v1.4.2`, `Found as probable`, `Escalated: grows by 25 per hour in a process, 12
 * per hour before`, `Fixed in v3.0.0: 59 goroutines at most, 0 now`, `Regressed: grows again in v3.1.0`.
 *
 * @param now what it is told as of, milliseconds since the epoch
 */
export function storyOf({ history, verdict }: Finding, now: number): Chapter[] {
  const { version, since } = verdict
  return [
    {
      at: since,
      about: 'began' as const,
      says: version === undefined ? 'Began to grow' : `Began to grow, in ${version}`,
    },
    ...history.map(
      (step): Chapter => ({
        at: step.at,
        about: step.to,
        says: saysOf(step),
        by: step.by,
        comment: step.comment,
        step,
      }),
    ),
    ...fixed(asOf(verdict, now), now),
  ].sort((a, b) => a.at - b.at)
}

function fixed({ seen, healed, most, count }: Verdict, now: number): Chapter[] {
  if (healed === undefined || healed.at > now || (seen !== 'fixed' && seen !== 'gone')) return []
  const what = seen === 'fixed' ? `Fixed in ${healed.version}` : 'Gone'
  return [
    { at: healed.at, about: 'fixed', says: `${what}: ${counted(most, 'goroutine')} at most, ${count} now` },
  ]
}

/** A change of tier stands behind the reason for a change of state, or alone. */
const TIERS = /^(?:(.*); )?(\w+) → (\w+)$/s

function saysOf({ from, to, reason, by }: Transition): string {
  const [, rest, before, after] = by === undefined ? (TIERS.exec(reason) ?? []) : []
  const told = before === undefined ? reason : rest
  return [
    ...(told === undefined ? [] : [withState(told, from === to || by !== undefined ? undefined : to)]),
    ...(before === undefined ? [] : [`${before} became ${after}`]),
  ]
    .join('; ')
    .replace(/^./u, (first) => first.toUpperCase())
}

/** States of which the reason alone does not say the name. */
const NAMED: Readonly<Partial<Record<FindingState, string>>> = {
  escalating: 'Escalated',
  regressed: 'Regressed',
  resolved: 'Resolved',
  intended: 'Intended',
}

function withState(reason: string, to: FindingState | undefined): string {
  const name = to === undefined ? undefined : NAMED[to]
  return name === undefined ? reason : `${name}: ${reason}`
}
