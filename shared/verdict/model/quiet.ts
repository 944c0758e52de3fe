import type { SignatureId } from '#shared/signature/signature.ts'

/**
 * Why a signature is no finding: every word for it, those first that tell a reader most. What grew and is no leak, what
 * may be one, what the settings say, what cannot be told yet; what does not move last.
 */
export const QUIET_REASONS = [
  'load-proportional',
  'plateaued',
  'stepped',
  'bounded',
  'watch',
  'intended',
  'insufficient',
  'benign',
  'stable',
] as const

export type Quiet = (typeof QUIET_REASONS)[number]

/** Words for what rose, and then no more. */
export const LEVELLED: readonly Quiet[] = ['plateaued', 'bounded', 'stepped']

/** Sorts reasons by what they tell. */
export const byTelling = (a: Quiet, b: Quiet): number => QUIET_REASONS.indexOf(a) - QUIET_REASONS.indexOf(b)

/** A signature that is no finding, and why. */
export interface NonFinding {
  readonly signature: SignatureId
  readonly stack: readonly string[]
  readonly ownCode: string | undefined
  readonly entry: string | undefined
  readonly verdict: Quiet
  readonly why: string
}
