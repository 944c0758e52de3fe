import type { Reason } from '#shared/api/reason.ts'
import type { PushOutcome } from './push.ts'

/** What became of one profile. */
export interface Ingested {
  readonly tenant: string
  readonly service: string
  readonly outcome: PushOutcome | Reason
  /** Of the body as it was received. */
  readonly bytes: number
  readonly newSignatures: number
}

/** Counts what comes in. Law: it never throws, whatever becomes of the figures. */
export interface IngestMeter {
  ingested(what: Ingested): void
}
