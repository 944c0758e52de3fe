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

/** Where a leak is gone: processes that run now show none of it. */
export interface Healed {
  /** Version of the processes that run now. */
  readonly version: string | undefined
  /** When the first of them began, or the last one that grew ended; milliseconds since the epoch. */
  readonly at: number
  /** Hours that the longest of them has been watched. */
  readonly hours: number
}

/** Where a signature grows now. */
export interface GrowsIn {
  /** Of the processes that run now and grow, in the order of their names. */
  readonly versions: readonly string[]
  /** When the youngest of them began, milliseconds since the epoch; undefined where none grows. */
  readonly latestStart: number | undefined
  /** Their instances, in the order of their names, at most 100; verdicts of before 2026-11-30 have none. */
  readonly instances?: readonly string[]
}

/**
 * The numbers of a finding, made in `judge/figures.ts` and nowhere else: every text takes them from here. The rate is that of
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
