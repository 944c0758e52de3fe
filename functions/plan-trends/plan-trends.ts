import type { JobPositions } from '#shared/store/job-position.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import { NEWS_BUCKET, NEWS_KEPT, type News } from '#shared/store/news.ts'

export interface PlanDeps {
  readonly news: News
  readonly jobs: JobPositions
  readonly judgeQueue: JudgeQueue
}

const JOB = 'plan-trends'

/**
 * Has every service with news judged; says how many these are.
 *
 * The position moves when all of them are queued: a plan that fails or is missed is made up by the next, and what is
 * queued twice is judged twice with one outcome.
 */
export async function queueTrends(
  { news, jobs, judgeQueue }: PlanDeps,
  now: number,
): Promise<{ services: number }> {
  const requests = await planTrends(news, now, (await jobs.read(JOB))?.at)
  await judgeQueue.send(requests.map((request) => ({ ...request, plannedAt: now })))
  await jobs.write(JOB, { at: now })
  return { services: requests.length }
}

/** Buckets looked at in each plan: the one that is filling, the one before, and one for marks that came late. */
const BUCKETS = 3

/**
 * Which services have news: 16 queries a bucket, whatever the number of services. A service named twice is
 * judged once.
 *
 * @param plannedAt when the last plan was made; undefined: nobody knows, and three buckets are enough
 */
async function planTrends(news: News, now: number, plannedAt = now): Promise<JudgeRequest[]> {
  const requests = new Map<string, JudgeRequest>()
  const newest = bucketOf(now)
  const missed = newest - bucketOf(Math.min(now, Math.max(plannedAt, now - NEWS_KEPT)))
  for (let i = 0; i < BUCKETS + missed; i++) {
    for await (const request of news.inBucketOf((newest - i) * NEWS_BUCKET)) {
      requests.set(`${request.tenant}#${request.service}`, request)
    }
  }
  return [...requests.values()]
}

const bucketOf = (at: number): number => Math.floor(at / NEWS_BUCKET)
