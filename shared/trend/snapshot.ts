import type { DebugLevel, ProfileType } from '#shared/goroutine/model.ts'
import type { Sighting } from '#shared/signature/signature.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import type { ProcessId } from './process.ts'

/** Sorts by time; made in `shared/store/keys.ts`. */
export type SnapshotId = string

/** One uploaded profile: the counts of all stacks of one process at one time. */
export interface Snapshot {
  readonly id: SnapshotId
  readonly process: ProcessId
  readonly type: ProfileType
  readonly debug: DebugLevel
  /** When the process looked like this, milliseconds since the epoch. */
  readonly at: number
  /** Goroutines in all. */
  readonly total: number
  /** Parts could not be read, so that counts may be too low; kept, but no point of a series. */
  readonly partial: boolean
  readonly sightings: readonly Sighting[]
  /** Its goroutines one by one; missing of a form that does not tell them apart, and of rows from before they were kept. */
  readonly observation?: Observation
  /** SHA-256 of the body as received, 64 hex digits. */
  readonly sha256: string
  /** Which way it came in: `push`, `replay`, … */
  readonly source: string
}

/** Profile type and debug level: two kinds of the same process and moment are two snapshots. */
export type SnapshotKind = `${ProfileType}/${DebugLevel}`

/** @see SnapshotKind */
export const kindOf = ({ type, debug }: { type: ProfileType; debug: DebugLevel }): SnapshotKind =>
  `${type}/${debug}`
