/** What a healthy signature does; the shapes that trend tests take for leaks. */
export const BACKGROUNDS = [
  'flat',
  'ar1',
  'diurnal',
  'weekly',
  'step',
  'warm-up',
  'spike',
  'pool-up-down',
  'growing-load',
  'nightly-batch',
] as const

/** @see BACKGROUNDS */
export type Background = (typeof BACKGROUNDS)[number]

/** Goroutines an hour that a process leaks. */
export const RATES = [0.5, 1, 2, 5, 20, 60, 600] as const

/** A leak as it is planned. */
export interface LeakPlan {
  /** Goroutines an hour in one process, over all hours that it leaks in. */
  readonly perHour: number
  /** Hours from the start of the case to the release that leaks; 0: from the start of the process. */
  readonly begin: number
  /** With the clock, or once every so many requests: then it pauses at night. */
  readonly pace: 'clock' | 'requests'
  /** Leaked goroutines stand in the stack of the healthy ones, not in one of their own. */
  readonly mixed: boolean
}

/** Everything that makes a case; the same plan gives the same counts. */
export interface Plan {
  readonly name: string
  readonly seed: number
  readonly background: Background
  readonly variant: string
  /** Goroutines of the healthy signature, about. */
  readonly level: number
  readonly spanHours: number
  /** Minutes between two snapshots of a process. */
  readonly stepMinutes: number
  /** Hours from Monday 00:00 UTC to the first snapshot. */
  readonly weekHour: number
  /** Restarts of each process, spread over the span. */
  readonly restarts: number
  /** Two outages of a twentieth of the span, and every twentieth snapshot lost. */
  readonly gaps: boolean
  readonly leak: LeakPlan | undefined
}
