import type { SignatureId } from '#shared/signature/signature.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'

/** Growth of a proof below this is its own jitter (golang/go#79452: one too few now and then). */
const PROOF_JITTER = 1
/** Share of what the count gained from which one read is enough: the rest may wait where the runtime sees a way out. */
const ENOUGH_OF_GAIN = 0.5

/** What the runtime can be held against, of one signature. */
export interface Counted {
  /** What it gained in each process, goroutines. @see gainsOf */
  readonly gains: ReadonlyMap<ProcessId, number>
  /** Why the runtime may be unable to prove it. @see unprovable */
  readonly unprovable?: string | undefined
}

/**
 * The most that any life of each process gained: highest count less the lowest. Of processes without a proof nobody asks, and
 * most have none.
 */
export function gainsOf(
  lives: readonly SignatureLife[],
  evidence: readonly ProcessEvidence[],
): ReadonlyMap<ProcessId, number> {
  const read = new Set(evidence.flatMap(({ process, proofs }) => (proofs.length > 0 ? [process] : [])))
  const gains = new Map<ProcessId, number>()
  for (const { series, counts } of lives) {
    const { id } = series.process
    if (read.has(id)) gains.set(id, Math.max(greatest(counts.last) - least(counts.low), gains.get(id) ?? 0))
  }
  return gains
}

/**
 * The runtime proves it: the number that it proves grows over two reads or more, or the last read lists at least half of
 * what the count gained in that process. A number that stays is one per client for life, which is harmless.
 */
export function runtimeProof(
  evidence: readonly ProcessEvidence[],
  signature: SignatureId,
  { gains, unprovable }: Counted,
): RuleResult<'runtime-proof'> {
  const reads = evidence.map(({ process, proofs }) => {
    const listed = proofs.map(({ leaked }) => leaked.get(signature) ?? 0)
    return { listed, last: listed.at(-1) ?? 0, gained: gains.get(process) ?? 0 }
  })
  const all = reads.flatMap(({ listed }) => listed)
  const most = Math.max(0, ...all)
  const growth = Math.max(0, ...reads.map(({ listed, last }) => last - Math.min(last, ...listed)))
  const whole = reads.find(
    ({ last, gained }) => Math.min(last, gained) > PROOF_JITTER && last >= ENOUGH_OF_GAIN * gained,
  )
  const number = all.length
  return {
    id: 'runtime-proof',
    fired: whole !== undefined || (number >= 2 && growth > PROOF_JITTER),
    figures: { reads: number, most, growth, ...(whole === undefined ? {} : { gained: whole.gained }) },
    says: saysOf({ number, most, growth, whole, unprovable }),
  }
}

interface Told {
  readonly number: number
  readonly most: number
  readonly growth: number
  readonly whole: { readonly last: number; readonly gained: number } | undefined
  readonly unprovable: string | undefined
}

function saysOf({ number, most, growth, whole, unprovable }: Told): string {
  if (number === 0) return 'no goroutineleak profile received'
  if (whole !== undefined)
    return `a goroutineleak profile lists ${counted(whole.last, 'goroutine')}, of ${whole.gained} that the process gained; threshold: half of them`
  if (most === 0 && unprovable !== undefined)
    return `goroutineleak profiles, ${counted(number, 'read')}, do not list it: ${unprovable}`
  return `goroutineleak profiles list up to ${counted(most, 'goroutine')} in ${counted(number, 'read')}, ${growth} more in the last than in the smallest; threshold: 2 reads and ${PROOF_JITTER + 1} more, or half of what the count gained`
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const greatest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity)
