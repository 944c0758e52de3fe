import type { Reason } from '#shared/api/reason.ts'
import type { PushOutcome } from './push.ts'

/** What became of one profile, or of those of a batch that are of one service and came to the same. */
export interface Ingested {
  readonly tenant: string
  readonly service: string
  readonly outcome: PushOutcome | Reason
  /** How many. */
  readonly profiles: number
  /** Of the bodies as they were received. */
  readonly bytes: number
  readonly newSignatures: number
}

/** Counts what comes in. Law: it never throws, whatever becomes of the figures. */
export interface IngestMeter {
  ingested(what: Ingested): void
}
