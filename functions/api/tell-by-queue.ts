import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import { logFailure } from '../log.ts'
import type { JudgeNow } from './api-deps.ts'

/**
 * A judge whose changes are told by `functions/judge-service`, whom the queue asks: the caller waits for no webhook.
 *
 * What cannot be queued is told by the next run of the schedule.
 */
export const tellByQueue =
  (judge: JudgeNow, queue: JudgeQueue): JudgeNow =>
  async (tenant, service) => {
    const run = await judge(tenant, service)
    if (run.changedFindings > 0)
      await queue.send([{ tenant, service }]).catch((error: unknown) => {
        logFailure('what was judged is told later', error, { service })
      })
    return run
  }
