import type { Verdict } from '#shared/verdict/model/verdict.ts'

/** Where a finding stands in its life. */
export type FindingState =
  | 'new'
  | 'ongoing'
  | 'escalating'
  | 'resolved'
  | 'regressed'
  /** Put aside until what was agreed has come. */
  | 'archived'
  /** Somebody, or the settings of the service, says that it is meant. */
  | 'intended'

/** One change of state or tier, or something that somebody said. */
export interface Transition {
  readonly at: number
  readonly from: FindingState | undefined
  readonly to: FindingState
  readonly reason: string
  /** Name of the token; undefined: the judge. */
  readonly by?: string | undefined
  readonly comment?: string | undefined
}

/** What was decided about a finding, and what the judge needs to know when that is over. */
export type Decision =
  /** Back when it grows beyond the goroutines that it had, or in a process that began later. */
  | { readonly kind: 'resolved-now'; readonly at: number; readonly count: number }
  /** Back when it grows in a version that had not been seen growing. */
  | { readonly kind: 'resolved-in-next-version'; readonly versions: readonly string[] }
  | { readonly kind: 'archived'; readonly until: ArchivedUntil }
  | { readonly kind: 'intended' }
  /** Back as soon as the settings no longer say so. */
  | { readonly kind: 'intended-by-settings' }

export type ArchivedUntil =
  | 'forever'
  /** Until it grows by so much an hour. */
  | { readonly perHour: number }
  /** Milliseconds since the epoch. */
  | { readonly date: number }

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
  /** Versions that it was seen growing in, the latest last. */
  readonly grewIn: readonly string[]
  /** Undefined where the judge alone moves it. */
  readonly decision: Decision | undefined
  readonly assignee: string | undefined
  /** The first one and the latest of the others. */
  readonly history: readonly Transition[]
  /** Optimistic lock: grows by one with every write. */
  readonly version: number
}

/** Whether somebody should look at it. */
export const isOpen = ({ state }: Pick<Finding, 'state'>): boolean =>
  state !== 'resolved' && state !== 'archived' && state !== 'intended'

/** When it came into the state that it has, milliseconds since the epoch. */
export const changedAt = ({ history, firstFound }: Pick<Finding, 'history' | 'firstFound'>): number =>
  history.findLast(({ from, to }) => from !== to)?.at ?? firstFound

/** Transitions that are kept: with comments of 1,000 characters they stay far under the 400 KB of a row. */
const MOST_TRANSITIONS = 50

/** What a finding becomes with the next version; the transition stands at the end of its history. */
export function moved(finding: Finding, state: FindingState, more: Omit<Transition, 'from' | 'to'>): Finding {
  const [first, ...others] = [...finding.history, { ...more, from: finding.state, to: state }]
  return {
    ...finding,
    state,
    history: first === undefined ? [] : [first, ...others.slice(1 - MOST_TRANSITIONS)],
    version: finding.version + 1,
  }
}
