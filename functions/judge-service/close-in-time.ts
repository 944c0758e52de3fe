import { Rejection } from '#shared/api/reason.ts'
import { beginOf, closeHours, firstSpreadHour, openHourAt } from '#shared/history/close-hours.ts'
import { OutOfTime, PartsOpen } from '#shared/history/out-of-time.ts'
import type { JudgeState } from '#shared/store/judge-ledger.ts'
import { HOUR } from '#shared/time.ts'
import { type ClosePartDeps, closeOwnPart, openParts } from './close-part.ts'
import { type Closed, mergeLate } from './merge-late.ts'
import { LEASE, RESERVE, type Run } from './run.ts'

/**
 * Closes what is to be closed, and notes each part that is done; then merges what came late, in half of the run's time.
 *
 * @throws OutOfTime in good time before the run is ended
 * @throws PartsOpen where other runs have to close parts of the service first
 * @throws Rejection `conflict` where the lease was lost: another run closes
 */
export async function closeInTime(deps: ClosePartDeps, run: Run, state: JudgeState): Promise<Closed> {
  const { tenant, service, owner, now, time } = run
  const whole = time.remaining()
  let closedHours = 0
  const goOn = (): void => {
    if (time.remaining() < RESERVE) throw new OutOfTime(service, closedHours > 0)
  }
  const to = openHourAt(now)
  const begin = beginOf(state.cursor, now)
  const spread = await firstSpreadHour(deps, tenant, service, begin.closedThrough, to)
  for await (const { hours, closed } of closeHours(deps, tenant, service, { begin, to: spread }, now, goOn)) {
    if (hours > 0) {
      const isOurs = await deps.ledger.keep(tenant, service, owner, closed, time.clock() + LEASE)
      if (!isOurs) throw new Rejection('conflict', `${service} was taken over by another run of the judge.`)
    }
    closedHours += hours
  }
  if (spread < to) closedHours += await closeParts(deps, run, state, to)
  // A verdict takes a run of its own where closing took the larger part of this one.
  if (closedHours > 0 && time.remaining() < whole / 2) throw new OutOfTime(service, true)
  const late = await mergeLate(deps, run, state, whole / 2)
  return { hours: closedHours + late.hours, isLateLeft: late.isLateLeft }
}

/** All parts of the hours that are spread, unless other runs are to do it. @returns process-hours */
async function closeParts(deps: ClosePartDeps, run: Run, state: JudgeState, to: number): Promise<number> {
  const { tenant, service, time } = run
  const open = openParts(await deps.snapshots.parts(tenant, service, to - HOUR), state, to)
  if (time.leavesParts === true && open.length > 0) {
    const isFree = (part: string): boolean => (state.parts.get(part)?.leaseUntil ?? 0) < time.clock()
    throw new PartsOpen(service, open.filter(isFree), to)
  }
  let sum = 0
  for (const part of open) sum += await closeOwnPart(deps, run, { part, to })
  return sum
}
