import { iso } from '#shared/time.ts'
import type { Rate, Seen, Spread } from '../model/figures.ts'
import type { Verdict } from '../model/verdict.ts'
import { asOf } from './as-of.ts'

/** The figures of a finding as JSON, the same in every answer, report and message. Times are RFC 3339 in UTC. */
export interface FiguresJson {
  readonly seen: Seen
  /** Now, of all its stacks in all processes that run. */
  readonly goroutines: number
  /** The same of each of its stacks. */
  readonly stacks: readonly number[]
  /** The most that stood at one time. */
  readonly most: number
  /** Of one process that grows, or grew before it ended, all stacks together. */
  readonly perHour: number
  readonly rate: Rate
  readonly processes: Spread
  readonly since: string
  readonly version: string | null
  /** The processes that run now do not grow: since when, and how long the longest of them was watched. */
  readonly healed: { readonly version: string | null; readonly at: string; readonly hours: number } | null
}

/** @param now what they are told as of, milliseconds since the epoch */
export function figuresJson(verdict: Verdict, now: number): FiguresJson {
  const { seen, count, members, most, perHour, low95, high95, processes, since, version, healed } = asOf(
    verdict,
    now,
  )
  return {
    seen,
    goroutines: count,
    stacks: members.map((member) => member.count),
    most,
    perHour,
    rate: { perHour, low95, high95 },
    processes,
    since: iso(since),
    version: version ?? null,
    healed:
      healed === undefined
        ? null
        : { version: healed.version ?? null, at: iso(healed.at), hours: healed.hours },
  }
}
