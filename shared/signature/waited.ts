import type { Sighting } from './signature.ts'

/** A dump tells who never waits a minute only if some others have waited this long: minutes count from the first GC. */
const TELLS_AFTER_MINUTES = 4

/** Longest wait of a dump, minutes. */
export const oldestWait = (sightings: readonly Sighting[]): number =>
  sightings.reduce((oldest, { ages }) => Math.max(oldest, ages?.oldest ?? 0), 0)

/** Whether a dump tells which of its goroutines have waited for less than a minute. */
export const tellsAges = (sightings: readonly Sighting[]): boolean =>
  oldestWait(sightings) >= TELLS_AFTER_MINUTES

/** Goroutines of a sighting that have waited for a minute or more, or that the runtime proves leaked. */
export const waitedOf = ({ ages, leaked }: Sighting): number => (ages?.count ?? 0) + leaked
