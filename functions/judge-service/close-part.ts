import { Rejection } from '#shared/api/reason.ts'
import {
  beginOf,
  type CloseDeps,
  closeHours,
  closeLateHours,
  firstSpreadHour,
} from '#shared/history/close-hours.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { ClosedTo, JudgeLedger, JudgeState } from '#shared/store/judge-ledger.ts'
import { HOUR } from '#shared/time.ts'
import { LEASE, RESERVE, type Run } from './run.ts'

export type ClosePartDeps = CloseDeps & { readonly ledger: JudgeLedger }

/** A part of a service that is spread, and the first of its hours that stays open. */
export interface PartToClose {
  readonly part: string
  readonly to: number
}

/** What a run over a part did. */
interface PartClosed {
  /** Process-hours put into blocks. */
  readonly hours: number
  /** false: there was nothing to close or to read again. */
  readonly hasMoved: boolean
}

/**
 * Closes the hours of one part that have ended, and reads those again that came late from the bucket.
 *
 * Whoever writes blocks of a part holds its lease, so that parts are closed side by side.
 * @returns what was done; undefined: another run holds the part
 * @throws OutOfTime in good time before the run is ended
 * @throws Rejection `conflict` where the lease was lost
 */
export async function closePart(
  deps: ClosePartDeps,
  run: Run,
  { part, to }: PartToClose,
): Promise<PartClosed | undefined> {
  const { tenant, service, owner, now, time } = run
  const { ledger } = deps
  let [hours, hasMoved] = [0, false]
  const goOn = (): void => {
    if (time.remaining() < RESERVE) throw new OutOfTime(service, hasMoved)
  }
  return leased(ledger, run, part, async () => {
    const state = await ledger.read(tenant, service)
    let closed = await beginOfPart(deps, { tenant, service, now }, state, { part, to })
    const keep = async (next: ClosedTo): Promise<void> => {
      if (!(await ledger.keep(tenant, service, owner, next, time.clock() + LEASE, part)))
        throw new Rejection('conflict', `a part of ${service} was taken over by another run of the judge.`)
      closed = next
      hasMoved = true
    }
    for await (const some of closeHours(deps, tenant, service, { begin: closed, to, part }, now, goOn)) {
      await keep(some.closed)
      hours += some.hours
    }
    const late = state.late.filter((mark) => mark.part === part)
    for await (const some of closeLateHours(deps, tenant, service, { late, begin: closed }, now, goOn)) {
      await keep(closed)
      for (const mark of some.late) await ledger.clearLate(tenant, service, mark)
      hours += some.hours
    }
    return { hours, hasMoved }
  })
}

/** Does work under the lease of a part, and gives it back however that ends. @returns undefined: another run holds it */
export async function leased<Result>(
  ledger: JudgeLedger,
  { tenant, service, owner, time }: Run,
  part: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const isOurs = await ledger.lease(tenant, service, owner, time.clock() + LEASE, time.clock(), part)
  if (!isOurs) return undefined
  try {
    return await work()
  } finally {
    await ledger.release(tenant, service, owner, part)
  }
}

/** Closes a part; true: it had something to do, and no part of the service has now. */
export async function closesLast(deps: ClosePartDeps, run: Run, part: PartToClose): Promise<boolean> {
  const { tenant, service } = run
  const closed = await closePart(deps, run, part)
  if (closed?.hasMoved !== true) return false
  const state = await deps.ledger.read(tenant, service)
  const names = await deps.snapshots.parts(tenant, service, part.to - HOUR)
  return openParts(names, state, part.to).length === 0 && latePartsOf(state, part.to).length === 0
}

/** Closes a part that no other run may have. @returns process-hours @throws Rejection `conflict` */
export async function closeOwnPart(deps: ClosePartDeps, run: Run, part: PartToClose): Promise<number> {
  const closed = await closePart(deps, run, part)
  if (closed === undefined)
    throw new Rejection('conflict', `a part of ${run.service} is being closed by another run of the judge.`)
  return closed.hours
}

/** Whichever is further: the part, or the service, which was closed through an hour or was not spread before it. */
async function beginOfPart(
  deps: ClosePartDeps,
  { tenant, service, now }: Pick<Run, 'tenant' | 'service' | 'now'>,
  { cursor, parts }: JudgeState,
  { part, to }: PartToClose,
): Promise<ClosedTo> {
  const { closedThrough } = beginOf(cursor, now)
  const spread = await firstSpreadHour(deps, tenant, service, closedThrough, to)
  const { closed } = parts.get(part) ?? {}
  return closed !== undefined && closed.closedThrough >= spread
    ? closed
    : { closedThrough: spread, closedInto: undefined }
}

/** Parts of which hours before this one are to be read again. */
export const latePartsOf = ({ late }: Pick<JudgeState, 'late'>, to: number): string[] => [
  ...new Set(late.filter(({ part, hour }) => part !== '' && hour < to).map(({ part }) => part)),
]

/** Parts that have hours to close before this one. */
export const openParts = (
  names: readonly string[],
  { parts }: Pick<JudgeState, 'parts'>,
  to: number,
): string[] => names.filter((name) => (parts.get(name)?.closed?.closedThrough ?? 0) < to)
