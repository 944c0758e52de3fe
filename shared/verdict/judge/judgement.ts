import type { ServiceSettings } from '#shared/settings/settings.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { ProcessSockets } from '#shared/socket/process-sockets.ts'
import type { WantedDump } from '#shared/survivor/next-dump.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Watched } from '../life/watched.ts'
import type { NonFinding } from '../model/quiet.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Learning } from './learning.ts'

export interface Judgement {
  /** The most severe first. */
  readonly verdicts: readonly Verdict[]
  readonly others: readonly NonFinding[]
  /** The processes of which a full dump could change a verdict. */
  readonly dumps: readonly WantedDump[]
  /** What can be said before the service can be judged; undefined where it can be. */
  readonly learning: Learning | undefined
  /** What was looked at. */
  readonly watched: Watched
}

/** Everything that the judge may know; it reads no clock and asks nobody. */
export interface JudgeInput {
  readonly service: string
  readonly settings: ServiceSettings
  /** Every life in the window. */
  readonly lives: readonly LifeSeries[]
  readonly signatures: ReadonlyMap<SignatureId, Signature>
  /** Wait states in the newest snapshot of each process that still reports, added up. */
  readonly states: ReadonlyMap<SignatureId, ReadonlyMap<string, number>>
  /** Goroutines in a receive of two results, in the newest debug=0 snapshots. */
  readonly ranged: ReadonlyMap<SignatureId, number>
  /** What debug=2 dumps and leak profiles told of each process. */
  readonly evidence: readonly ProcessEvidence[]
  /** The newest socket tables of each process that sent some of late. */
  readonly sockets: ReadonlyMap<ProcessId, ProcessSockets>
  readonly now: number
}
