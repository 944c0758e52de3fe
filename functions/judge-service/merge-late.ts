import { beginOf, closeLateHours, mergeLateSnapshots, openHourAt } from '#shared/history/close-hours.ts'
import { inParallel, REQUESTS } from '#shared/history/in-parallel.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeState, LateSnapshot } from '#shared/store/judge-ledger.ts'
import { type ClosePartDeps, closeOwnPart, latePartsOf, leased } from './close-part.ts'
import type { Run } from './run.ts'

/** Late snapshots that are merged at one time: some 2 MB of rows at 60 signatures. */
const LATE = 2_000

/** What closing came to. */
export interface Closed {
  /** Process-hours put into blocks. */
  readonly hours: number
  /** Marks of late profiles are left for the next run: the verdict does not wait for them. */
  readonly isLateLeft: boolean
}

/** What came late is merged as far as the time goes, some at least in every run. */
export async function mergeLate(
  deps: ClosePartDeps,
  run: Run,
  state: JudgeState,
  until: number,
): Promise<Closed> {
  const { tenant, service, now, time } = run
  const { ledger } = deps
  let sum = 0
  const hasTime = (): boolean => time.remaining() >= until
  for (let more = true; more; ) {
    const late = await ledger.lateSnapshots(tenant, service, LATE)
    if (late.length === 0) break
    const { hours, isAll } = await mergeSnapshots(deps, run, late)
    sum += hours
    more = hasTime()
    if (!isAll || (!more && late.length === LATE)) return { hours: sum, isLateLeft: true }
  }
  const goOn = (): void => {
    if (!hasTime()) throw new OutOfTime(service, true)
  }
  // Those of a part are read again by the run of the part.
  const marks = state.late.filter(({ part }) => part === '')
  const begin = beginOf(state.cursor, now)
  try {
    for await (const { hours, late } of closeLateHours(
      deps,
      tenant,
      service,
      { late: marks, begin },
      now,
      goOn,
    )) {
      for (const mark of late) await ledger.clearLate(tenant, service, mark)
      sum += hours
    }
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error
    return { hours: sum, isLateLeft: true }
  }
  // What is left is of hours that were closed in this run or are open.
  for (const mark of marks) await ledger.clearLate(tenant, service, mark)
  const to = openHourAt(now)
  if (time.leavesParts !== true)
    for (const part of latePartsOf(state, to)) sum += await closeOwnPart(deps, run, { part, to })
  return { hours: sum, isLateLeft: false }
}

/** Part by part, each under its lease. isAll: false where another run holds one of them. */
async function mergeSnapshots(
  deps: ClosePartDeps,
  run: Run,
  late: readonly LateSnapshot[],
): Promise<{ readonly hours: number; readonly isAll: boolean }> {
  const { tenant, service, now } = run
  const { ledger, snapshots } = deps
  const named = late.map(async (mark) => ({
    mark,
    part: await snapshots.partOf(tenant, service, mark.process, mark.hour),
  }))
  const groups = Map.groupBy(await Promise.all(named), ({ part }) => part)
  let [hours, isAll] = [0, true]
  for (const [part, some] of groups) {
    const marks = some.map(({ mark }) => mark)
    const merge = async (): Promise<number> => {
      const merged = await mergeLateSnapshots(deps, tenant, service, marks, now)
      await inParallel(marks, REQUESTS, (one) => ledger.clearLateSnapshot(tenant, service, one))
      return merged
    }
    const merged = part === '' ? await merge() : await leased(ledger, run, part, merge)
    hours += merged ?? 0
    isAll &&= merged !== undefined
  }
  return { hours, isAll }
}
