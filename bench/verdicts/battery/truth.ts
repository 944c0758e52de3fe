import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { LeakPlan, Plan } from './plan.ts'
import { type Recording, recordProcess, startOf } from './recording.ts'
import { type LeakingStack, WORKER } from './stacks.ts'
import { trafficAt } from './traffic.ts'

/** What is really going on in a made service. */
export interface Truth {
  readonly signature: SignatureId
  /** Goroutines an hour of one process, counted, not planned. */
  readonly perHour: number
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly cause: string | null
  /** It stays within what the healthy goroutines of the same stack do anyway: asked about, not asked for. */
  readonly hidden: boolean
}

/** A leak among healthy goroutines shows when a life grows by this many times their swing. */
export const SHOWS = 2
/** Swing of a stack that stands still, goroutines. */
const LEAST_SWING = 10

/** The label of a case, from its plan and what was counted. */
export function truthOf(
  plan: Plan,
  leak: LeakPlan,
  { signature, cause }: LeakingStack,
  recordings: readonly Recording[],
): Truth {
  const processes = new Set(recordings.map(({ instance }) => instance)).size
  const leaked = recordings.reduce((sum, recording) => sum + recording.leaked, 0) / processes
  return {
    signature: leak.mixed ? WORKER.id : signature.id,
    perHour: leaked / (plan.spanHours - leak.begin),
    since: startOf(plan) + firstHour(plan, leak) * HOUR,
    cause: leak.mixed ? null : cause,
    hidden: leak.mixed && leaked / (plan.restarts + 1) < SHOWS * swingOf(plan),
  }
}

/** First hour in which one was due: a leak that runs per request begins with the first request. */
function firstHour(plan: Plan, { begin, pace }: LeakPlan): number {
  let hour = begin
  while (pace === 'requests' && trafficAt(plan.background, plan.weekHour + hour, 0) === 0) hour += 1 / 6
  return hour
}

/** What the healthy goroutines do on their own. */
function swingOf(plan: Plan): number {
  const bare = recordProcess({ ...plan, leak: undefined }, undefined, 0)
  return swing(bare.flatMap(({ counts }) => counts.get(WORKER.id) ?? []))
}

/** From the twentieth lowest to the twentieth highest share of the counts; no less than what nobody would look at. */
export function swing(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return Math.max(LEAST_SWING, at(0.95) - at(0.05))
}
