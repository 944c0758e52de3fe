/**
 * Units of time, in milliseconds, and the clock marks that hours and days begin at (UTC). Every other file imports them
 * from here, the page too.
 */

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Start of the UTC hour that a time lies in, milliseconds since the epoch. */
export const hourStart = (at: number): number => Math.floor(at / HOUR) * HOUR
/** Start of the UTC day that a time lies in, milliseconds since the epoch. */
export const dayStart = (at: number): number => Math.floor(at / DAY) * DAY

/** RFC 3339 in UTC; times inside are milliseconds since the epoch. */
export const iso = (at: number): string => new Date(at).toISOString()

/** @see iso */
export const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at))
