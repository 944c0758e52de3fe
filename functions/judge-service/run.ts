import { MINUTE } from '#shared/time.ts'

/** A run of the judge that holds the lease of a service. */
export interface Run {
  readonly tenant: string
  readonly service: string
  /** Names the run in the lease. */
  readonly owner: string
  /** The time that is judged, milliseconds since the epoch. */
  readonly now: number
  readonly time: RunTime
}

/** What a run has of time. Milliseconds. */
export interface RunTime {
  /** Until whatever runs this ends it. */
  readonly remaining: () => number
  /** The clock on the wall: leases go by it. */
  readonly clock: () => number
  /** Leaves the parts of a service that is spread to runs of their own (`PartsOpen`). */
  readonly leavesParts?: boolean
}

/** Time without an end. */
export const endless = (now: number): RunTime => ({
  remaining: () => Number.POSITIVE_INFINITY,
  clock: () => now,
})

/** A judge that died gives its service back after this; one that lives renews it. */
export const LEASE = 5 * MINUTE
/** For what is under way to end. */
export const RESERVE = 15_000
