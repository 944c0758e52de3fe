import { analyzeRead } from '#shared/analysis/analyze-dump.ts'
import type { ReadDump } from '#shared/analysis/read-dump.ts'
import type { StackAnalysis } from '#shared/analysis/stack-analysis.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { acceptedBecause } from './accepted.ts'
import { inProduction, type ProductionLeak } from './production-leak.ts'

/** What the decision is made from. */
export interface GateRun {
  /** Undefined: whatever is there after the run is left by it, as goleak sees it. */
  readonly before: ReadDump | undefined
  readonly after: ReadDump
  /** Why so many goroutines of a stack are meant to stay; undefined: they are not. */
  readonly intended?: ((signature: Signature, count: number) => string | undefined) | undefined
  /** Stacks that leak in production, by signature. */
  readonly production?: ReadonlyMap<SignatureId, ProductionLeak> | undefined
  /** The service that the code under test runs as. */
  readonly service?: string | undefined
  /** Goroutines that a stack may gain; keep-alive connections of a load run come and go. */
  readonly tolerance?: number | undefined
}

/** A stack that the run left more goroutines in. */
export interface LeftStack
  extends Pick<StackAnalysis, 'id' | 'frames' | 'ownCode' | 'entry' | 'place' | 'goPlace' | 'cause'> {
  /** Goroutines before and after the run. */
  readonly base: number
  readonly target: number
  /** Goroutines that it gained; of a leak profile, those that the runtime proves leaked. */
  readonly left: number
  /** The runtime proves them leaked (goroutineleak profile, or `(leaked)` in a dump). */
  readonly isProven: boolean
  /** Null: production does not leak it, or was not asked. */
  readonly production: ProductionLeak | null
}

export interface AcceptedStack extends LeftStack {
  readonly why: string
}

/** The decision: it passes where nothing leaks. */
export interface GateResult {
  /** Goroutines before, null without a dump of before, and after. */
  readonly base: number | null
  readonly target: number
  /** Most goroutines first. */
  readonly leaks: readonly LeftStack[]
  readonly accepted: readonly AcceptedStack[]
}

/** @param run both dumps of one program; `sameProgram` says whether they are */
export function gateOf({ before, after, intended, production, service, tolerance = 0 }: GateRun): GateResult {
  const base = new Map(
    before?.signed.sightings.map(({ signature, count, leaked }) => [signature, { count, leaked }]),
  )
  const leakOf = (stack: StackAnalysis) =>
    production === undefined ? undefined : inProduction(stack, production, service)
  const isLeakProfile = after.profile.type === 'goroutineleak'
  const left = analyzeRead(after, { intended }).stacks.flatMap((stack) => {
    const known = base.get(stack.id)
    const gained = isLeakProfile ? stack.leaked - (known?.leaked ?? 0) : stack.count - (known?.count ?? 0)
    return gained <= tolerance
      ? []
      : [{ stack, row: leftOf(stack, known?.count ?? 0, gained, leakOf(stack)) }]
  })
  const judged = left.map(({ stack, row }) => ({ row, why: acceptedBecause(stack) }))
  return {
    base: before?.profile.total ?? null,
    target: after.profile.total,
    leaks: judged
      .filter(({ why }) => why === undefined)
      .map(({ row }) => row)
      .sort(byLeft),
    accepted: judged.flatMap(({ row, why }) => (why === undefined ? [] : [{ ...row, why }])).sort(byLeft),
  }
}

const byLeft = (a: LeftStack, b: LeftStack): number => b.left - a.left || (a.id < b.id ? -1 : 1)

function leftOf(
  { id, frames, ownCode, entry, place, goPlace, cause, count, leaked }: StackAnalysis,
  base: number,
  left: number,
  production: ProductionLeak | undefined,
): LeftStack {
  const known = { id, frames, ownCode, entry, place, goPlace, cause }
  return {
    ...known,
    base,
    target: count,
    left,
    isProven: leaked >= left,
    production: production ?? null,
  }
}
