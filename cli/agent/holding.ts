/** Which pushes wait to be sent together, and until when? Pure: the clock is an argument. */

import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { jumps } from '#shared/trend/rising.ts'
import type { Next } from './answer.ts'
import type { Counted } from './counted.ts'
import type { PushItem } from './push-item.ts'
import { Rise } from './rise.ts'

/** A server cannot have profiles held for longer, in milliseconds: where one rises, and at all. */
const MOST_HOLD_RISING = 10 * MINUTE
export const MOST_HOLD = 20 * MINUTE
/** What goes in one batch: Lambda takes 4.5 MB, and a sender of hundreds of targets need not wait. */
const MOST_ITEMS = 500
export const MOST_BYTES = 3_000_000
/** Processes and types that are known; of more the oldest are forgotten, and theirs are sent at once. */
const MOST_PROCESSES = 20_000

/** At once, at once with all that waits, with those that may not wait for long, or later with others. */
export type Way = 'alone' | 'with all' | 'soon' | 'later'

interface Known {
  /** Milliseconds, as the server said last: where a stack rises, and where none does. */
  hold: number
  restHold: number
  total: number | undefined
  readonly rise: Rise
}

interface Bucket {
  readonly items: PushItem[]
  readonly since: number
  bytes: number
  /** Milliseconds: less than that of its processes since a stack of one rises. */
  hold: number
}

/** What a server says of how long profiles may be held. */
type Holds = Pick<Next, 'holdSeconds' | 'restHoldSeconds'>

export class Holding {
  readonly #known = new LRUCache<string, Known>(atMost(MOST_PROCESSES))
  /** By how long they may be held: one process that is not to wait does not take the others along. */
  readonly #buckets = new Map<number, Bucket>()

  /** Pushes that wait. */
  get size(): number {
    return [...this.#buckets.values()].reduce((sum, { items }) => sum + items.length, 0)
  }

  /** What the server said of a process; nothing of it: it knows no batches. */
  obey(item: PushItem, { holdSeconds = 0, restHoldSeconds = holdSeconds }: Holds): void {
    const known = this.#knownOf(item)
    known.hold = Math.min(MOST_HOLD_RISING, Math.max(0, holdSeconds * SECOND))
    known.restHold = Math.min(MOST_HOLD, Math.max(known.hold, restHoldSeconds * SECOND))
  }

  /** What is to become of a push. @param counted undefined: it is a dump that somebody waits for */
  wayOf(item: PushItem, counted: Counted | undefined): Way {
    const known = this.#knownOf(item)
    const before = known.total
    known.total = counted?.total ?? before
    const rises = counted !== undefined && known.rise.add(counted.stacks)
    const isLarge = item.body.length > MOST_BYTES / 2
    if (known.hold === 0 || isLarge || !item.path.startsWith('/v1/profiles?')) return 'alone'
    if (counted === undefined) return 'with all'
    if (before !== undefined && jumps(before, counted.total)) return 'with all'
    return rises ? 'soon' : 'later'
  }

  /** @param way `soon`: those that wait as long as this one wait no longer than where a stack rises */
  add(item: PushItem, now: number, way: Extract<Way, 'soon' | 'later'> = 'later'): void {
    const { hold, restHold } = this.#knownOf(item)
    const bucket = this.#buckets.get(restHold) ?? { items: [], since: now, bytes: 0, hold: restHold }
    bucket.items.push(item)
    bucket.bytes += item.body.length
    if (way === 'soon') bucket.hold = Math.min(bucket.hold, hold)
    this.#buckets.set(restHold, bucket)
  }

  /** Milliseconds since the epoch; undefined: nothing waits. */
  get dueAt(): number | undefined {
    const due = [...this.#buckets.values()].map((bucket) => (isFull(bucket) ? 0 : bucket.since + bucket.hold))
    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** What is due, and waits no more. */
  take(now: number): PushItem[] {
    const due = [...this.#buckets].filter(
      ([, bucket]) => isFull(bucket) || now >= bucket.since + bucket.hold || now < bucket.since,
    )
    for (const [name] of due) this.#buckets.delete(name)
    return due.flatMap(([, { items }]) => items)
  }

  takeAll(): PushItem[] {
    const all = [...this.#buckets.values()].flatMap(({ items }) => items)
    this.#buckets.clear()
    return all
  }

  #knownOf({ path }: PushItem): Known {
    const query = new URLSearchParams(path.slice(path.indexOf('?')))
    // A process that has begun anew is not known.
    const key = ['service', 'instance', 'start', 'type'].map((name) => query.get(name)).join('\n')
    const known = this.#known.get(key) ?? { hold: 0, restHold: 0, total: undefined, rise: new Rise() }
    this.#known.set(key, known)
    return known
  }
}

const isFull = ({ items, bytes }: Bucket): boolean => items.length >= MOST_ITEMS || bytes >= MOST_BYTES
