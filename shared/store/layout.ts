import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import { HOUR, hourStart, MINUTE } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import { rowKey } from './keys.ts'
import type { RowStore } from './rows.ts'

/**
 * Over how many partitions a large service is spread. A partition takes 1,000 write units a second (DynamoDB developer
 * guide, quotas): 100,000 processes with a unit a minute each bring 26 to each of 64.
 */
export const WIDE_PARTS = 64

/** From when on the rows of snapshots and blocks of a service lie in so many partitions; before, in one. */
export interface Layout {
  /** A whole hour, milliseconds since the epoch; undefined: in one for ever. */
  readonly wideFrom: number | undefined
}

/** How the rows of services are spread. */
export interface Layouts {
  of(tenant: string, service: string): Promise<Layout>
  /**
   * Spreads the service from a time that is far enough ahead for everybody to know; one that is spread stays as it is.
   *
   * @param now of whoever is ahead: its clock, or the newest profile
   */
  widen(tenant: string, service: string, now: number): Promise<void>
}

/** Layouts are read again after this time, and … */
const KNOWN_FOR = 10 * MINUTE
/** … a change is announced so long before. */
const ANNOUNCED = 2 * HOUR
/** Services of one function instance; most of them take 100 bytes. */
const MOST_SERVICES = 5_000

/** @param now milliseconds since the epoch */
export function layouts(rows: RowStore, now: () => number): Layouts {
  const known = new LRUCache<string, Layout & { readonly readAt: number }>(atMost(MOST_SERVICES))
  const of: Layouts['of'] = async (tenant, service) => {
    const key = `${tenant}#${service}`
    const before = known.get(key)
    if (before !== undefined && Math.abs(now() - before.readAt) < KNOWN_FOR) return before
    const row = await rows.get(rowKey.layout(tenant, service))
    const found = { wideFrom: row?.wideFrom as number | undefined, readAt: now() }
    known.set(key, found)
    return found
  }
  return {
    of,
    widen: async (tenant, service, at) => {
      if ((await of(tenant, service)).wideFrom !== undefined) return
      const wideFrom = hourStart(at) + ANNOUNCED
      await rows.put({ ...rowKey.layout(tenant, service), wideFrom }, [{ absent: true }])
    },
  }
}

/** Everything in one partition. */
export const ONE_PART: Layouts = { of: async () => ({ wideFrom: undefined }), widen: async () => undefined }

const isWide = ({ wideFrom = Number.POSITIVE_INFINITY }: Layout, at: number): boolean => at >= wideFrom

/** The names of all parts at a time: one without a name, or `00` to `3f`. */
export const partsAt = (layout: Layout, at: number): readonly string[] => (isWide(layout, at) ? WIDE : NARROW)

const NARROW: readonly string[] = ['']
const WIDE: readonly string[] = Array.from({ length: WIDE_PARTS }, (_, i) => i.toString(16).padStart(2, '0'))

/** The part that rows of a process lie in. */
export function partOf(layout: Layout, process: ProcessId, at: number): string {
  if (!isWide(layout, at)) return ''
  return WIDE[createHash('sha256').update(process).digest().readUInt8(0) % WIDE_PARTS] as string
}

/** A range of time, cut where the layout changes; oldest first, `to` exclusive. */
export function spansOf(layout: Layout, from: number, to: number): { from: number; to: number }[] {
  const { wideFrom = to } = layout
  const cut = Math.min(Math.max(wideFrom, from), to)
  return [
    { from, to: cut },
    { from: cut, to },
  ].filter((span) => span.from < span.to)
}
