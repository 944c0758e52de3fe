import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import { type Ingested, type IngestMeter, profilesOf } from '#shared/ingest/meter.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'

/** What one run of the judge came to. */
export interface Judged {
  readonly tenant: string
  readonly service: string
  readonly milliseconds: number
  /** Verdicts of the run that leak, by tier. */
  readonly findings: Readonly<Record<Tier, number>>
  /** Milliseconds since the oldest snapshot that no run before this one had seen; 0: there was none. */
  readonly unjudgedFor: number
}

/** A token that may push by what is remembered of it, as the table does not answer. */
export interface Trusted {
  readonly tenant: string
}

/** Notices of a service or, undefined, of all of a tenant. */
export interface Told {
  readonly tenant: string
  readonly service: string | undefined
  readonly sent: number
  readonly failed: number
}

/** What came in of a tenant, and what it took to judge it, since this process began. */
export interface Counts {
  readonly outcomes: ReadonlyMap<Ingested['outcome'], number>
  readonly bytes: number
  readonly newSignatures: number
  readonly judgeRuns: number
  readonly judgeMilliseconds: number
}

/** Counts what comes in and what is judged. Law: it never throws, whatever becomes of the figures. */
export interface Meter extends IngestMeter {
  judged(what: Judged): void
  trusted(what: Trusted): void
  told(what: Told): void
  counts(tenant: string): Counts
}

/** Tenants whose counts are kept; a tenant that was forgotten begins at zero, as after a restart. */
const MOST_TENANTS = 10_000

const none = () => ({
  outcomes: new Map<Ingested['outcome'], number>(),
  bytes: 0,
  newSignatures: 0,
  judgeRuns: 0,
  judgeMilliseconds: 0,
})

/** Counts in memory. */
export function memoryMeter(): Meter {
  const known = new LRUCache<string, ReturnType<typeof none>>(atMost(MOST_TENANTS))
  const of = (tenant: string) => {
    const counts = known.get(tenant) ?? none()
    known.set(tenant, counts)
    return counts
  }
  return {
    ingested: ({ tenant, services, outcome, bytes, newSignatures }) => {
      const counts = of(tenant)
      counts.outcomes.set(outcome, (counts.outcomes.get(outcome) ?? 0) + profilesOf({ services }))
      counts.bytes += bytes
      counts.newSignatures += newSignatures
    },
    judged: ({ tenant, milliseconds }) => {
      const counts = of(tenant)
      counts.judgeRuns++
      counts.judgeMilliseconds += milliseconds
    },
    // These are told, and are no figures of a tenant.
    trusted: () => undefined,
    told: () => undefined,
    counts: (tenant) => known.get(tenant) ?? none(),
  }
}
