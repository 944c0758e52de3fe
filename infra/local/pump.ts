import type { ApiDeps } from '#functions/api/app.ts'
import { planTrends } from '#functions/plan-trends/plan-trends.ts'
import { indexStored } from '#shared/ingest/index-stored.ts'
import type { DiskQueue } from './index-queue.disk.ts'

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

/** Indexes what is queued and judges what has news, round after round; a failure is logged and tried again. */
export function startPump({ deps, queue, every }: PumpOptions): Pump {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()
  const next = (): void => {
    if (!stopped) timer = setTimeout(run, every)
  }
  const run = (): void => {
    round = pumpOnce(deps, queue).catch(logFailure).then(next)
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}

async function pumpOnce(deps: ApiDeps, queue: DiskQueue): Promise<void> {
  await queue.drain(async ({ key }) => {
    await indexStored(deps, key, deps.now())
  })
  for (const { tenant, service } of await planTrends(deps.news, deps.now())) {
    await deps.judge(tenant, service).catch(logFailure)
  }
}

const logFailure = (error: unknown): void => {
  console.error(
    JSON.stringify({ level: 'error', message: 'a round of the schedule failed', cause: String(error) }),
  )
}
