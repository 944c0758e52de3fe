import { MINUTE } from '#shared/time.ts'

/** A token bucket: full it holds a minute's allowance, and it fills evenly. */
export interface Bucket {
  /** Requests that may come at once, a fraction among them. */
  readonly left: number
  /** When that was so. Milliseconds since the epoch. */
  readonly at: number
}

/**
 * Takes one request out of a bucket.
 *
 * @param before undefined for one that nobody has used: it is full
 * @returns the bucket afterwards, and the whole seconds after which the next request has room; 0: this one had
 */
export function take(
  before: Bucket | undefined,
  perMinute: number,
  now: number,
): { readonly bucket: Bucket; readonly wait: number } {
  // A clock that is set back takes nothing away.
  const passed = Math.max(0, now - (before?.at ?? now))
  const left = Math.min(perMinute, (before?.left ?? perMinute) + (passed * perMinute) / MINUTE)
  if (left >= 1) return { bucket: { left: left - 1, at: now }, wait: 0 }
  return { bucket: { left, at: now }, wait: Math.ceil((((1 - left) / perMinute) * MINUTE) / 1000) }
}
