import type { JobPositions } from '#shared/store/job-position.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import { type Heard, NEWS_BUCKET, NEWS_KEPT, type News, TURNS, turnOf } from '#shared/store/news.ts'

export interface PlanDeps {
  readonly news: News
  readonly jobs: JobPositions
  readonly judgeQueue: JudgeQueue
}

const JOB = 'plan-trends'

/**
 * Has the services with news judged that are urgent or whose turn it is; says how many these are.
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
 * Which services are to be judged: 16 queries a bucket, whatever the number of services. A service named twice is
 * judged once.
 *
 * @param lastPlan when the last plan was made; undefined: nobody knows, and three buckets are enough
 */
async function planTrends(news: News, now: number, lastPlan: number | undefined): Promise<JudgeRequest[]> {
  // A plan that lies ahead was made by a clock that was wrong, and tells nothing.
  const plannedAt = (lastPlan ?? now) > now ? undefined : lastPlan
  const requests = new Map<string, JudgeRequest>()
  const newest = bucketOf(now)
  const missed = newest - bucketOf(Math.min(now, Math.max(plannedAt ?? now, now - NEWS_KEPT)))
  // A plan before this one in the same bucket took those whose turn it is.
  const turns = plannedAt === undefined ? 1 : missed
  const isDue = ({ tenant, service, turn }: Heard, age: number): boolean =>
    turn === 'next' ? age < BUCKETS + missed : sinceTurn(tenant, service, newest) < turns
  // What waits has waited for an hour at most, and its mark may have come late too.
  for (let age = 0; age < TURNS + BUCKETS - 1 + missed; age++) {
    for await (const heard of news.inBucketOf((newest - age) * NEWS_BUCKET)) {
      const { tenant, service } = heard
      if (isDue(heard, age)) requests.set(`${tenant}#${service}`, { tenant, service })
    }
  }
  return [...requests.values()]
}

/** Buckets that have begun since that of the last turn; 0: it is this one. */
const sinceTurn = (tenant: string, service: string, bucket: number): number =>
  (bucket - turnOf(tenant, service)) % TURNS

const bucketOf = (at: number): number => Math.floor(at / NEWS_BUCKET)
