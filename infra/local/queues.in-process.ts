import { logFailure } from '#functions/log.ts'
import { type ReconcileDayDeps, reconcileDay } from '#functions/reconcile-day/reconcile-day.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import type { ReconcileQueue } from '#shared/store/reconcile-queue.ts'

/** Judges in this process, and lets nobody wait for it: what a run that fails missed, the schedule does again. */
export function inProcessJudgeQueue(judge: (request: JudgeRequest) => Promise<unknown>): JudgeQueue {
  return {
    send: async (requests) => {
      for (const request of requests)
        judge(request).catch((error: unknown) => logFailure('judge failed', error))
    },
  }
}

/**
 * Compares each day in this process, one after the other. One that fails holds up no other; the plan that asked for it fails in the
 * end, and asks again.
 */
export const inProcessReconcileQueue = (deps: ReconcileDayDeps): ReconcileQueue => ({
  send: async (requests) => {
    const failures: unknown[] = []
    for (const request of requests)
      await reconcileDay(deps, request).catch((error: unknown) => failures.push(error))
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${requests.length} days were not compared`)
  },
})
