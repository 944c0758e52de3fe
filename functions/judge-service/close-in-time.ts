import { Rejection } from '#shared/api/reason.ts'
import { type CloseDeps, closeHours } from '#shared/history/close-hours.ts'
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

/**
 * Closes what is to be closed, and notes each part that is done.
 *
 * @returns process-hours put into blocks
 * @throws OutOfTime in good time before the run is ended
 * @throws Rejection `conflict` where the lease was lost: another run closes
 */
export async function closeInTime(
  deps: CloseDeps & { readonly ledger: JudgeLedger },
  { tenant, service, owner, now, time }: Run,
  state: JudgeState,
): Promise<number> {
  const whole = time.remaining()
  let hasMoved = false
  let closedHours = 0
  const goOn = (): void => {
    if (time.remaining() < RESERVE) throw new OutOfTime(service, hasMoved)
  }
  for await (const { hours, closed, late } of closeHours(deps, tenant, service, state, now, goOn)) {
    if (closed !== undefined && hours > 0) {
      const isOurs = await deps.ledger.keep(tenant, service, owner, closed, time.clock() + LEASE)
      if (!isOurs) throw new Rejection('conflict', `${service} was taken over by another run of the judge.`)
    }
    for (const mark of late) await deps.ledger.clearLate(tenant, service, mark)
    closedHours += hours
    hasMoved ||= hours > 0 || late.length > 0
  }
  // A verdict takes a run of its own where closing took the larger part of this one.
  if (hasMoved && time.remaining() < whole / 2) throw new OutOfTime(service, true)
  return closedHours
}
