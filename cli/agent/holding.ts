/** Which pushes wait to be sent together, and until when? Pure: the clock is an argument. */

import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import type { PushItem } from './push-item.ts'

/** A server cannot have profiles held for longer, in milliseconds. */
export const MOST_HOLD = 10 * 60_000
/** What goes in one batch: Lambda takes 4.5 MB, and a sender of hundreds of targets need not wait. */
const MOST_ITEMS = 500
export const MOST_BYTES = 3_000_000
/** A total that is so many times as large as the one before, and so much larger, is told at once. */
const JUMP_TIMES = 1.5
const JUMP_LEAST = 100
/** Processes and types that are known; of more the oldest are forgotten, and theirs are sent at once. */
const MOST_PROCESSES = 20_000

/** At once, at once with all that waits, or later with others. */
export type Way = 'alone' | 'with all' | 'later'

interface Known {
  /** Milliseconds, as the server said last. */
  hold: number
  total: number | undefined
}

interface Bucket {
  readonly items: PushItem[]
  readonly since: number
  bytes: number
}

export class Holding {
  readonly #known = new LRUCache<string, Known>(atMost(MOST_PROCESSES))
  /** By how long they may be held: one process that is not to wait does not take the others along. */
  readonly #buckets = new Map<number, Bucket>()

  /** Pushes that wait. */
  get size(): number {
    return [...this.#buckets.values()].reduce((sum, { items }) => sum + items.length, 0)
  }

  /** What the server said of a process. @param seconds undefined: it knows no batches */
  obey(item: PushItem, seconds: number | undefined): void {
    const known = this.#knownOf(item)
    known.hold = Math.min(MOST_HOLD, Math.max(0, 1_000 * (seconds ?? 0)))
  }

  /** What is to become of a push. @param total of its goroutines; undefined: it is a dump that somebody waits for */
  wayOf(item: PushItem, total: number | undefined): Way {
    const known = this.#knownOf(item)
    const before = known.total
    known.total = total ?? before
    const isLarge = item.body.length > MOST_BYTES / 2
    if (known.hold === 0 || isLarge || !item.path.startsWith('/v1/profiles?')) return 'alone'
    if (total === undefined) return 'with all'
    const jumps = before !== undefined && total >= before * JUMP_TIMES && total - before >= JUMP_LEAST
    return jumps ? 'with all' : 'later'
  }

  add(item: PushItem, now: number): void {
    const { hold } = this.#knownOf(item)
    const bucket = this.#buckets.get(hold) ?? { items: [], since: now, bytes: 0 }
    bucket.items.push(item)
    bucket.bytes += item.body.length
    this.#buckets.set(hold, bucket)
  }

  /** Milliseconds since the epoch; undefined: nothing waits. */
  get dueAt(): number | undefined {
    const due = [...this.#buckets].map(([hold, { items, bytes, since }]) =>
      items.length >= MOST_ITEMS || bytes >= MOST_BYTES ? 0 : since + hold,
    )
    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** What is due, and waits no more. */
  take(now: number): PushItem[] {
    const due = [...this.#buckets].filter(
      ([hold, { items, bytes, since }]) =>
        items.length >= MOST_ITEMS || bytes >= MOST_BYTES || now >= since + hold || now < since,
    )
    for (const [hold] of due) this.#buckets.delete(hold)
    return due.flatMap(([, { items }]) => items)
  }

  takeAll(): PushItem[] {
    const all = [...this.#buckets.values()].flatMap(({ items }) => items)
    this.#buckets.clear()
    return all
  }

  #knownOf({ path }: PushItem): Known {
    const query = new URLSearchParams(path.slice(path.indexOf('?')))
    const key = `${query.get('service')}\n${query.get('instance')}\n${query.get('type')}`
    const known = this.#known.get(key) ?? { hold: 0, total: undefined }
    this.#known.set(key, known)
    return known
  }
}
