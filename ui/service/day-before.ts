import { HOUR } from '#shared/time.ts'

/** A day ago, to the hour, so that an address stays the same while it is looked at. RFC 3339. */
export const dayBefore = (): string =>
  new Date(Math.floor(Date.now() / HOUR) * HOUR - 24 * HOUR).toISOString()
