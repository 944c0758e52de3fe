import { NEWS_BUCKET, type News } from '#shared/store/news.ts'

/** A service that the judge should look at. */
export interface JudgeRequest {
  readonly tenant: string
  readonly service: string
}

/** Buckets looked back: the one that is filling, the one before, and one for a run that came late. */
const BUCKETS = 3

/**
 * Which services have news: 16 queries a bucket, whatever the number of services. A service named twice is
 * judged once.
 */
export async function planTrends(news: News, now: number): Promise<JudgeRequest[]> {
  const requests = new Map<string, JudgeRequest>()
  for (let i = 0; i < BUCKETS; i++) {
    for await (const request of news.inBucketOf(now - i * NEWS_BUCKET)) {
      requests.set(`${request.tenant}#${request.service}`, request)
    }
  }
  return [...requests.values()]
}
