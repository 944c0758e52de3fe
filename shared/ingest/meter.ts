import { LRUCache } from 'lru-cache'
import type { Reason } from '#shared/api/reason.ts'
import type { Decision } from './push.ts'

/** What became of one profile. */
export interface Ingested {
  readonly tenant: string
  readonly outcome: Decision | Reason
  /** Of the body as it was received. */
  readonly bytes: number
  readonly newSignatures: number
}

/** Counts what comes in. Law: it never throws, whatever becomes of the figures. */
export interface IngestMeter {
  ingested(what: Ingested): void
  /** Profiles of a tenant by outcome, since this process began. */
  counts(tenant: string): ReadonlyMap<Ingested['outcome'], number>
}

/** Tenants whose counts are kept; a tenant that was forgotten begins at zero, as after a restart. */
const MOST_TENANTS = 10_000

/** Counts in memory. */
export function memoryMeter(): IngestMeter {
  const known = new LRUCache<string, Map<Ingested['outcome'], number>>({ max: MOST_TENANTS })
  return {
    ingested: ({ tenant, outcome }) => {
      const counts = known.get(tenant) ?? new Map()
      known.set(tenant, counts.set(outcome, (counts.get(outcome) ?? 0) + 1))
    },
    counts: (tenant) => known.get(tenant) ?? new Map(),
  }
}
