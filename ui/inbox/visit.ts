import { DAY, MINUTE } from '#shared/time.ts'
import { keep, kept } from '../kept.ts'

/** Since when has this reader not looked? Kept by the browser, so that it outlives every run of the judge. */

const KEY = 'tidemark-visit'
/** Without a look for so long, a visit has ended; the next one begins. */
const APART = 30 * MINUTE
/** What is new to whoever has never been here. */
const FIRST = DAY

/** Milliseconds since the epoch. */
export interface Visit {
  /** The last look of the visit before this one: what changed later is new. */
  readonly since: number
  /** The last look of this one. */
  readonly seen: number
}

/** What one more look makes of the visit before. */
export function nextVisit(before: Visit | undefined, now: number): Visit {
  if (before === undefined) return { since: now - FIRST, seen: now }
  return { since: now - before.seen > APART ? before.seen : before.since, seen: now }
}

/** Notes that the reader looks, and says since when everything is new. */
export function look(now: number): number {
  const visit = nextVisit(readVisit(kept(KEY)), now)
  keep(KEY, JSON.stringify(visit))
  return visit.since
}

/** What the browser has kept, which somebody may have changed. */
export function readVisit(text: string | undefined): Visit | undefined {
  try {
    const { since, seen } = JSON.parse(text ?? '{}') as Partial<Visit>
    return typeof since === 'number' && typeof seen === 'number' ? { since, seen } : undefined
  } catch {
    return undefined
  }
}
