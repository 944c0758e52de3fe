/** RFC 3339 in UTC for an answer; times inside are milliseconds since the epoch. */
export const iso = (at: number): string => new Date(at).toISOString()

/** @see iso */
export const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at))
