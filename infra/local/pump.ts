import type { ApiDeps } from '#functions/api/api-deps.ts'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { queueLostUploads } from '#functions/reconcile/lost-uploads.ts'
import { queueDays } from '#functions/reconcile/plan-days.ts'
import { Rejection } from '#shared/api/reason.ts'
import type { FolderQueue } from '#shared/store/index-queue.sqlite.ts'
import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { drain } from './drain.ts'
import { inProcessReconcileQueue } from './queues.in-process.ts'
import { logRound, startRounds } from './rounds.ts'

/** Does between the functions what queues and schedules do on AWS. */
export interface Pump {
  /** Waits for what is under way and starts no more; the services of a round that are not judged yet are left to the next. */
  stop(): Promise<void>
}

export interface PumpOptions {
  readonly deps: ApiDeps
  readonly queue: FolderQueue
  /** Milliseconds from the end of one round to the next. */
  readonly every: number
  /** Makes the reports of yesterday unless they are there. */
  readonly report: () => Promise<{ readonly failures: readonly string[] }>
}

/** Milliseconds between two looks whether a report is missing: in the first one of a day it is. */
const REPORT_EVERY = 10 * MINUTE
/** Milliseconds between two looks whether yesterday was compared with the bucket. */
const RECONCILE_EVERY = HOUR

/**
 * Indexes what is queued, at once and round after round where it failed; judges what has news; once a day looks for
 * what the index lacks.
 * What was queued when the process before this one ended is indexed first.
 */
export function startPump({ deps, queue, every, report }: PumpOptions): Pump {
  const indexing = startRounds(every, async () => {
    // What fails for want of room would count as a try.
    if (deps.trouble?.() === undefined) await drain(queue, ({ key }) => indexUpload(deps, key, deps.now()))
  })
  const stopping = new AbortController()
  const judging = startRounds(every, () => judgeNews(deps, stopping.signal))
  const reporting = startRounds(REPORT_EVERY, async () => {
    for (const failure of (await report()).failures) logRound(failure)
  })
  const reconciling = startRounds(RECONCILE_EVERY, async () => {
    await queueLostUploads(deps, deps.now())
    await queueDays({ ...deps, reconcileQueue: inProcessReconcileQueue(deps) }, deps.now())
  })
  queue.onSend(indexing.now)
  indexing.now()
  reporting.now()
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([indexing.stop(), judging.stop(), reporting.stop(), reconciling.stop()])
    },
  }
}

/** Whoever asked for a verdict meanwhile has the same one made. */
function logUnlessHeld(error: unknown): void {
  if (!(error instanceof Rejection && error.reason === 'conflict')) logRound(error)
}

async function judgeNews(deps: ApiDeps, stopping: AbortSignal): Promise<void> {
  const judgeQueue: JudgeQueue = {
    send: async (requests) => {
      for (const { tenant, service } of requests) {
        if (stopping.aborted) return
        await deps.judge(tenant, service).catch(logUnlessHeld)
      }
    },
  }
  await queueTrends({ ...deps, judgeQueue }, deps.now())
}
