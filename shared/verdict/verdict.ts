import type { Cause } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import type { ServiceSettings } from '#shared/settings/settings.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { ProcessSockets } from '#shared/socket/process-sockets.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

import type { GrowsIn, Healed } from './healed.ts'
import type { TimeToLimit } from './limit.ts'

/** The words of a verdict. Figures are JSON numbers; times are milliseconds since the epoch. */

/** How sure: only `proven` and `probable` notify anybody. */
export type Tier = 'proven' | 'probable' | 'suspect' | 'watch'

/** Why a signature is no finding. */
export type Quiet =
  | 'load-proportional'
  | 'plateaued'
  | 'stepped'
  | 'bounded'
  | 'benign'
  | 'intended'
  | 'stable'
  | 'insufficient'
  | 'watch'

/** Names of the rules; docs/verdicts.md has a heading for each. */
export type RuleId =
  | 'low-water-rises'
  | 'monotone'
  | 'separated'
  | 'alive'
  | 'never-returns'
  | 'not-a-step'
  | 'not-saturating'
  | 'not-load'
  | 'again-after-restart'
  | 'several-processes'
  | 'known-cause'
  | 'runtime-proof'
  | 'ages'
  | 'sockets'
  | 'pile-up'
  | 'burst'

/** What one rule found. */
export interface RuleResult {
  readonly id: RuleId
  readonly fired: boolean
  /** The numbers that decided, by name. */
  readonly figures: Readonly<Record<string, number>>
  /** One sentence made from the figures. */
  readonly says: string
}

/** Goroutines an hour in one process, with the 95 % interval of the Theil–Sen slope. */
export interface Rate {
  readonly perHour: number
  readonly low95: number
  readonly high95: number
}

/** One of the signatures that rise together, one for one. */
export interface Member {
  readonly signature: SignatureId
  readonly stack: readonly string[]
  readonly ownCode: string | undefined
  readonly entry: string | undefined
  readonly creator: string | undefined
  /** Goroutines now, in all processes that report. */
  readonly count: number
  /** Signatures that this stands for: more than one for a family, which shares its entry function. */
  readonly stacks: number
  readonly rate: Rate
  /** Wait state → goroutines, in the newest snapshots. */
  readonly states: Readonly<Record<string, number>>
  /** Signatures under which older builds showed the same goroutines, the newest first. */
  readonly formerly?: readonly SignatureId[]
}

/** A leak, or what may be one. */
export interface Verdict {
  readonly tier: Tier
  /** The member that names the leak first, then its twins. */
  readonly members: readonly [Member, ...Member[]]
  /** All members together. */
  readonly perHour: number
  readonly since: number
  /** Version of the first process that grew. */
  readonly version: string | undefined
  /** Instances that grow, of all that had a say. */
  readonly processes: { readonly growing: number; readonly of: number }
  readonly lives: { readonly growing: number; readonly of: number }
  readonly rules: readonly RuleResult[]
  readonly cause: Cause | undefined
  /** The causes that it may be, where what was seen does not decide; there is no `cause` then. */
  readonly ambiguity?: Ambiguity
  /** A process that runs now grows; false too where none has been watched long enough to tell. */
  readonly growsNow: boolean
  /** The processes that run now and grow. */
  readonly grows: GrowsIn
  /** The processes that run now show none of it. */
  readonly healed: Healed | undefined
  readonly limit: TimeToLimit | undefined
  /** Low-water marks of the life that speaks for the leak, oldest first: what a small picture shows. */
  readonly water: readonly number[]
  /** Plain sentences, the headline first. */
  readonly explain: string
}

/** A signature that is no finding, and why. */
export interface NonFinding {
  readonly signature: SignatureId
  readonly stack: readonly string[]
  readonly ownCode: string | undefined
  readonly entry: string | undefined
  readonly verdict: Quiet
  readonly why: string
}

export interface Judgement {
  /** The most severe first. */
  readonly verdicts: readonly Verdict[]
  readonly others: readonly NonFinding[]
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
