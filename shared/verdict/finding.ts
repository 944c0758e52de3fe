import type { Verdict } from './verdict.ts'

/** Where a finding stands in its life. */
export type FindingState = 'new' | 'ongoing' | 'escalating' | 'resolved' | 'regressed'

/** One change of state or tier, kept for good. */
export interface Transition {
  readonly at: number
  readonly from: FindingState | undefined
  readonly to: FindingState
  readonly reason: string
}

/** A leak of a service, from the first verdict on. */
export interface Finding {
  /** Id of the signature that named it first. */
  readonly id: string
  readonly service: string
  readonly state: FindingState
  readonly verdict: Verdict
  /** Rate at the last change of state: what `escalating` is measured against. */
  readonly ratePerHour: number
  readonly firstFound: number
  /** The last run that saw it grow. */
  readonly lastGrew: number
  readonly history: readonly Transition[]
  /** Optimistic lock: grows by one with every write. */
  readonly version: number
}
