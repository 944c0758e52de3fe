import type { Snapshot } from '#shared/trend/snapshot.ts'
import { packWithin } from './packed-observations.ts'
import { packSightingsWithin } from './packed-sightings.ts'

/** Bytes for the individuals of one dump: some 4,000 of them. */
export const MOST_INDIVIDUALS = 24 * 1024
/** Bytes for the sightings: 19 for each of 16,000 stacks, and room in the row for its keys (`row-size.ts`). */
export const MOST_SIGHTINGS = 340 * 1024
/** Bytes of a time in front of them. */
const TIME_BYTES = 8

/** What a snapshot counts, as its row holds it. */
export interface PackedCounts {
  readonly sightings: Uint8Array
  readonly individuals: Uint8Array | undefined
}

/** A snapshot of which the largest part was packed where it was read. */
export interface PackedSnapshot extends Omit<Snapshot, 'sightings' | 'observation'> {
  readonly counts: PackedCounts
}

/** At most as many bytes as a row has room for. */
export const packCounts = ({
  sightings,
  observation,
}: Pick<Snapshot, 'sightings' | 'observation'>): PackedCounts => ({
  sightings: packSightingsWithin(sightings, MOST_SIGHTINGS),
  individuals:
    observation === undefined ? undefined : packWithin([observation], MOST_INDIVIDUALS - TIME_BYTES),
})

/** The counts of a snapshot, packed if they are not yet. */
export const countsOf = (snapshot: Snapshot | PackedSnapshot): PackedCounts =>
  'counts' in snapshot ? snapshot.counts : packCounts(snapshot)
