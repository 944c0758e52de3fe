import { logFailure } from '#functions/log.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'

/** Judges in this process, and lets nobody wait for it: what a run that fails missed, the schedule does again. */
export function inProcessJudgeQueue(judge: (request: JudgeRequest) => Promise<unknown>): JudgeQueue {
  return {
    send: async (requests) => {
      for (const request of requests)
        judge(request).catch((error: unknown) => logFailure('judge failed', error))
    },
  }
}
