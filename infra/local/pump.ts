import type { ApiDeps } from '#functions/api/app.ts'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { planTrends } from '#functions/plan-trends/plan-trends.ts'
import type { DiskQueue } from './index-queue.disk.ts'
import { logFailure, startRounds } from './rounds.ts'

/** Does between the functions what queues and schedules do on AWS. */
export interface Pump {
  /** Waits for what is under way and starts no more. */
  stop(): Promise<void>
}

export interface PumpOptions {
  readonly deps: ApiDeps
  readonly queue: DiskQueue
  /** Milliseconds from the end of one round to the next. */
  readonly every: number
}

/**
 * Indexes what is queued, at once and round after round where it failed; judges what has news.
 * What was queued when the process before this one ended is indexed first.
 */
export function startPump({ deps, queue, every }: PumpOptions): Pump {
  const indexing = startRounds(every, () =>
    queue.drain(async ({ key }) => {
      await indexUpload(deps, key, deps.now())
    }),
  )
  const judging = startRounds(every, () => judgeNews(deps))
  queue.onSend(indexing.now)
  indexing.now()
  return {
    stop: async () => {
      await Promise.all([indexing.stop(), judging.stop()])
    },
  }
}

async function judgeNews(deps: ApiDeps): Promise<void> {
  for (const { tenant, service } of await planTrends(deps.news, deps.now())) {
    await deps.judge(tenant, service).catch(logFailure)
  }
}
