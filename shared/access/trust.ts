/** Milliseconds. A token that the table has confirmed is not looked up again for so long; a revoked one works on as long. */
export const FRESH = 30_000

/**
 * Milliseconds. So long after its last confirmation a known token may still push while the table does not answer: longer than
 * most outages of one region's table, and the bound within which a token that was revoked meanwhile stops.
 */
export const OUTLIVES = 3_600_000

/** A token as the table had it. */
export interface Confirmed {
  /** When the table was asked, milliseconds since the epoch. */
  readonly confirmedAt: number
}

/** Whether a token may push although the table cannot confirm it. A clock that went back proves nothing. */
export const outlivesTable = ({ confirmedAt }: Confirmed, now: number): boolean =>
  now >= confirmedAt && now - confirmedAt < OUTLIVES
