import { LRUCache } from 'lru-cache'
import { type Bucket, take } from '#shared/access/bucket.ts'
import { Rejection } from '#shared/api/reason.ts'
import { atMost } from '#shared/at-most.ts'

/**
 * Counts requests a token, in this instance alone: Lambda runs as many as it needs, and each has its own buckets.
 *
 * A bucket rather than the window of a library: after a window is used up, whoever pushes late in it is refused every
 * minute anew, always the same processes.
 * @param most tokens that are remembered; one that is forgotten begins with a full bucket
 * @returns throws Rejection `rate-limited`, which says when to come again
 */
export function rateLimiter(perMinute: number, most: number, now: () => number): (sha256: string) => void {
  const buckets = new LRUCache<string, Bucket>(atMost(most))
  return (sha256) => {
    const { bucket, wait } = take(buckets.get(sha256), perMinute, now())
    buckets.set(sha256, bucket)
    if (wait === 0) return
    throw new Rejection(
      'rate-limited',
      `This token has used up its ${perMinute} requests a minute; come again in ${wait} s, or give each cluster a token of its own.`,
      { limit: perMinute, retryAfter: wait },
    )
  }
}
