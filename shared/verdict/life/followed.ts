import type { SignatureId } from '#shared/signature/signature.ts'
import type { Followed } from '#shared/survivor/follow.ts'
import { type LifeStays, livesIn, onlyOrigin, staysInStack } from '#shared/survivor/life-stays.ts'
import { type Survivors, survivorsOf } from '#shared/survivor/survivors.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { ProcessId } from '#shared/trend/process.ts'

/** A process whose goroutines were met again in later dumps. */
export interface FollowedProcess {
  readonly process: ProcessId
  readonly followed: Followed
}

/** Those of whom full dumps came in; ids that start again in one are another process. */
export const followedIn = (evidence: readonly ProcessEvidence[]): FollowedProcess[] =>
  evidence.flatMap(({ process, observations = [] }) =>
    livesIn(observations).map((followed) => ({ process, followed })),
  )

/** The individuals of one stack. */
export interface Individuals {
  readonly survivors: Survivors
  /** Their stays, process by process; those of one origin, where the figures are of these alone. */
  readonly stays: readonly { readonly process: ProcessId; readonly life: LifeStays }[]
}

/** Who stays in a stack, in all processes together; undefined where no dump shows it. */
export function individualsOf(
  processes: readonly FollowedProcess[],
  stack: SignatureId,
): Individuals | undefined {
  const seen = processes.filter(({ followed }) => followed.byStack.has(stack))
  if (seen.length === 0) return undefined
  const lives = staysInStack(
    processes.map(({ followed }) => followed),
    stack,
  )
  const survivors = survivorsOf(lives)
  const { origin } = survivors
  const told = origin === undefined ? lives : onlyOrigin(lives, origin)
  return {
    survivors,
    stays: processes.map(({ process }, i) => ({ process, life: told[i] as LifeStays })),
  }
}
