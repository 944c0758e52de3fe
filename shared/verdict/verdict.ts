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
import type { Watched } from './watched.ts'

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

/** Goroutines per hour in one process, with the 95 % interval of the Theil–Sen slope. */
export interface Rate {
  readonly perHour: number
  readonly low95: number
  readonly high95: number
}

/**
 * How a leak stands now: a process that runs grows; none grows and many goroutines stay; few are left; few are left and
 * a version without the growth runs; what runs is too young to tell; no process runs.
 */
export type Seen = 'growing' | 'level' | 'gone' | 'fixed' | 'unknown' | 'silent'

/** Processes that run now. */
export interface Spread {
  /** Those that grow. */
  readonly growing: number
  /** All of them. */
  readonly of: number
  /** Instances that grow, where they are one or two and others do not; else empty. */
  readonly names: readonly string[]
}

/**
 * The numbers of a finding, made in `figures.ts` and nowhere else: every text takes them from here. The rate is that of
 * one process that grows, or grew before it ended, all stacks together. Times are milliseconds since the epoch.
 */
export interface Figures extends Rate {
  readonly seen: Seen
  /** Goroutines now: all stacks, all processes that run; where none runs, those of the last snapshots. */
  readonly count: number
  /** The most that stood at one time. */
  readonly most: number
  /** No count of any process that grows has ever been below the one before. */
  readonly neverFell: boolean
  readonly processes: Spread
  readonly since: number
  /** Version of the first process that grew. */
  readonly version: string | undefined
  /** Newest snapshot of the service that was looked at. */
  readonly lastHeard: number
  /** When the last process that runs is overdue, if nothing comes in until then; undefined: nobody counts on it. */
  readonly heldUntil: number | undefined
  /** The processes that run now show none of the growth. */
  readonly healed: Healed | undefined
}

/** One of the signatures that rise together, one for one. */
export interface Member {
  readonly signature: SignatureId
  readonly stack: readonly string[]
  readonly ownCode: string | undefined
  readonly entry: string | undefined
  readonly creator: string | undefined
  /** Goroutines now, in all processes that run. */
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
export interface Verdict extends Figures {
  readonly tier: Tier
  /** The member that names the leak first, then its twins. */
  readonly members: readonly [Member, ...Member[]]
  readonly lives: { readonly growing: number; readonly of: number }
  readonly rules: readonly RuleResult[]
  readonly cause: Cause | undefined
  /** The causes that it may be, where what was seen does not decide; there is no `cause` then. */
  readonly ambiguity?: Ambiguity
  /** The processes that run now and grow. */
  readonly grows: GrowsIn
  readonly limit: TimeToLimit | undefined
  /** Low-water marks of the life that speaks for the leak, oldest first: what a small picture shows. */
  readonly water: readonly number[]
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
