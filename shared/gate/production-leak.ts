import type { StackAnalysis } from '#shared/analysis/stack-analysis.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import { type SignatureId, signatureId } from '#shared/signature/signature.ts'
import { moment, paceText } from '#shared/verdict/model/words.ts'

/** What production says of the same stack. */
export interface ProductionLeak {
  /** `<signature>@<service>` */
  readonly finding: string
  readonly service: string
  readonly state: string
  /** Goroutines per hour in each process that grows. */
  readonly perHour: number
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly version: string | null
}

/** Example output: `checkout leaks the same stack at 13 per hour since 2026-11-02 10:00 UTC (v2.4.0)` */
export const productionSays = ({ service, perHour, since, version }: ProductionLeak): string =>
  `${service} leaks the same stack at ${paceText(perHour)} since ${moment(since)}${version === null ? '' : ` (${version})`}`

/**
 * What production says of a stack. Tests of a command see its package by its import path, and the program that runs calls the same
 * package `main`: such a stack is looked for in the service alone, since every program has a `main`.
 */
export function inProduction(
  { id, frames, ownCode }: Pick<StackAnalysis, 'id' | 'frames' | 'ownCode'>,
  leaks: ReadonlyMap<SignatureId, ProductionLeak>,
  service: string | undefined,
): ProductionLeak | undefined {
  const leak = leaks.get(id)
  if (leak !== undefined || ownCode === null) return leak
  const own = packageOf(ownCode)
  const asMain = frames.map((frame) => (packageOf(frame) === own ? `main${frame.slice(own.length)}` : frame))
  const inMain = leaks.get(signatureId(asMain))
  return inMain?.service === service ? inMain : undefined
}
