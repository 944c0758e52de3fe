import { Rejection } from '#shared/api/reason.ts'
import {
  type CloseDeps,
  closeHours,
  closeLateHours,
  mergeLateSnapshots,
} from '#shared/history/close-hours.ts'
import { inParallel, REQUESTS } from '#shared/history/in-parallel.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeLedger, JudgeState } from '#shared/store/judge-ledger.ts'
import { MINUTE } from '#shared/time.ts'

/** A run of the judge that holds the lease of a service. */
export interface Run {
  readonly tenant: string
  readonly service: string
  /** Names the run in the lease. */
  readonly owner: string
  /** The time that is judged, milliseconds since the epoch. */
  readonly now: number
  readonly time: RunTime
}

/** What a run has of time. Milliseconds. */
export interface RunTime {
  /** Until whatever runs this ends it. */
  readonly remaining: () => number
  /** The clock on the wall: leases go by it. */
  readonly clock: () => number
}

/** A judge that died gives its service back after this; one that lives renews it. */
export const LEASE = 5 * MINUTE
/** For what is under way to end. */
const RESERVE = 15_000

/** Late snapshots that are merged at one time: some 2 MB of rows at 60 signatures. */
const LATE = 2_000

/** What closing came to. */
interface Closed {
  /** Process-hours put into blocks. */
  readonly hours: number
  /** Marks of late profiles are left for the next run: the verdict does not wait for them. */
  readonly isLateLeft: boolean
}

/**
 * Closes what is to be closed, and notes each part that is done; then merges what came late, in half of the run's time.
 *
 * @throws OutOfTime in good time before the run is ended
 * @throws Rejection `conflict` where the lease was lost: another run closes
 */
export async function closeInTime(
  deps: CloseDeps & { readonly ledger: JudgeLedger },
  run: Run,
  state: JudgeState,
): Promise<Closed> {
  const { tenant, service, owner, now, time } = run
  const whole = time.remaining()
  let hasMoved = false
  let closedHours = 0
  const goOn = (): void => {
    if (time.remaining() < RESERVE) throw new OutOfTime(service, hasMoved)
  }
  for await (const { hours, closed } of closeHours(deps, tenant, service, state, now, goOn)) {
    if (hours > 0) {
      const isOurs = await deps.ledger.keep(tenant, service, owner, closed, time.clock() + LEASE)
      if (!isOurs) throw new Rejection('conflict', `${service} was taken over by another run of the judge.`)
    }
    closedHours += hours
    hasMoved ||= hours > 0
  }
  // A verdict takes a run of its own where closing took the larger part of this one.
  if (hasMoved && time.remaining() < whole / 2) throw new OutOfTime(service, true)
  const late = await mergeLate(deps, run, state, whole / 2)
  return { hours: closedHours + late.hours, isLateLeft: late.isLateLeft }
}

/** What came late is merged as far as the time goes, some at least in every run. */
async function mergeLate(
  deps: CloseDeps & { readonly ledger: JudgeLedger },
  { tenant, service, now, time }: Run,
  state: JudgeState,
  until: number,
): Promise<Closed> {
  const { ledger } = deps
  let sum = 0
  const hasTime = (): boolean => time.remaining() >= until
  for (let more = true; more; ) {
    const late = await ledger.lateSnapshots(tenant, service, LATE)
    if (late.length === 0) break
    sum += await mergeLateSnapshots(deps, tenant, service, late, now)
    await inParallel(late, REQUESTS, (one) => ledger.clearLateSnapshot(tenant, service, one))
    more = hasTime()
    if (!more && late.length === LATE) return { hours: sum, isLateLeft: true }
  }
  const goOn = (): void => {
    if (!hasTime()) throw new OutOfTime(service, true)
  }
  try {
    for await (const { hours, late } of closeLateHours(deps, tenant, service, state, now, goOn)) {
      for (const mark of late) await ledger.clearLate(tenant, service, mark)
      sum += hours
    }
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error
    return { hours: sum, isLateLeft: true }
  }
  // What is left is of hours that were closed in this run or are open.
  for (const mark of state.late) await ledger.clearLate(tenant, service, mark)
  return { hours: sum, isLateLeft: false }
}
