import type { Cause } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { Argument } from './argument.ts'
import type { Figures, GrowsIn, Rate } from './figures.ts'
import type { RuleResult } from './rule.ts'

/** How sure: only `proven` and `probable` notify anybody. */
export type Tier = 'proven' | 'probable' | 'suspect' | 'watch'

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

/** When growth meets a limit of the process. Hours from the newest count; the bounds are those of the rate. */
export interface TimeToLimit {
  readonly what: 'file descriptors' | 'goroutines'
  readonly limit: number
  readonly hours: number
  readonly soonest: number
  /** Infinite growth of the slowest rate never gets there: null. */
  readonly latest: number | null
}

/** A leak, or what may be one. Figures are JSON numbers; times are milliseconds since the epoch. */
export interface Verdict extends Figures {
  readonly tier: Tier
  /** How likely it is a leak, 0 … 1, by all arguments together. */
  readonly probability: number
  /** What was weighed, the heaviest first. */
  readonly arguments: readonly Argument[]
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
