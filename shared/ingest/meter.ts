import type { Reason } from '#shared/api/reason.ts'
import type { PushOutcome } from './push.ts'

/** What became of one profile, or of those of a batch that came to the same: of one service, or of any if they were taken. */
export interface Ingested {
  readonly tenant: string
  /** Profiles of each service. */
  readonly services: Readonly<Record<string, number>>
  readonly outcome: PushOutcome | Reason
  /** Of the bodies as they were received. */
  readonly bytes: number
  readonly newSignatures: number
}

/** How many profiles came to the same. */
export const profilesOf = ({ services }: Pick<Ingested, 'services'>): number =>
  Object.values(services).reduce((sum, each) => sum + each, 0)

/** Counts what comes in. Law: it never throws, whatever becomes of the figures. */
export interface IngestMeter {
  ingested(what: Ingested): void
}
