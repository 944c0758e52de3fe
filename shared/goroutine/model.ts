/** What one uploaded dump says: which stacks stood in it, how many goroutines each, in which waits. */

import type { Answer, Broken } from '#shared/reading/answer.ts'
import type { Problem } from '#shared/reading/problem-list.ts'
import type { CounterWait } from './counter-waits.ts'
import type { Roster } from './roster.ts'

export type { Broken, Problem }

/** Profile name the runtime writes it under; `goroutineleak` exists since Go 1.26 (experiment) and 1.27. */
export type ProfileType = 'goroutine' | 'goroutineleak'

/**
 * `debug=` parameter of net/http/pprof: 0 gzip proto, 1 counted text, 2 one block a goroutine. CockroachDB has 3: proto
 * with one sample for each goroutine, its id, state and wait in labels.
 */
export const DEBUG_LEVELS = [0, 1, 2, 3] as const
export type DebugLevel = (typeof DEBUG_LEVELS)[number]

/** Whether a dump of this level tells waiting times of single goroutines. */
export const tellsWaits = (debug: DebugLevel): boolean => debug >= 2

/** One distinct stack of a dump, with all goroutines that stood in it. */
export interface StackGroup {
  /** Function names as the dump writes them, leaf (innermost call) first, inlined calls expanded. */
  readonly frames: readonly string[]
  /** The dump does not reach the entry function: a depth cap cut the root side off. */
  readonly rootLost: boolean
  /** Goroutines in this stack, summed over labels and states. */
  readonly count: number
  /** Wait state in the runtime's words (`chan send`) → goroutines. From debug=2 and debug=3 alone. */
  readonly states: ReadonlyMap<string, number>
  /** Whole minutes waited, a floor (the clock starts at the first GC) → goroutines; only debug=2 and debug=3 have any. */
  readonly waitMinutes: ReadonlyMap<number, number>
  /** Goroutines that the runtime proved leaked: `(leaked)` in debug=2, all of a `goroutineleak` 0 or 1. */
  readonly leaked: number
  /** Function that holds the `go` statement → goroutines: debug=2 prints it, of debug=3 it is worked out where it can be. */
  readonly creators: ReadonlyMap<string, number>
  /** pprof label key → goroutines that carry it. Values may be secrets and are not read. */
  readonly labelKeys: ReadonlyMap<string, number>
  /** What the counters of debug=1 tell of waits on channels; missing where nobody asked for places. */
  readonly waits?: ReadonlyMap<CounterWait, number>
  /** Where the frames stand, most goroutines first; missing where nobody asked for it. */
  readonly places?: readonly PlacedStack[]
}

/** The lines of source at which some goroutines of one stack stand. */
export interface PlacedStack {
  readonly count: number
  /** `file:line` of each frame of the group, as the dump writes it; empty where the dump has none. */
  readonly frames: readonly string[]
  /** `file:line` of the `go` statement; empty where the dump has none. */
  readonly go: string
}

/** A dump, read. The sum of all `groups[].count` is `total`. */
export interface GoroutineProfile {
  readonly type: ProfileType
  readonly debug: DebugLevel
  /** Goroutines read. */
  readonly total: number
  /** Milliseconds since the epoch; only debug=0 and debug=3 carry a time. */
  readonly takenAt: number | undefined
  /** ELF build id of the main binary, where debug=0 or debug=3 has one. */
  readonly buildId: string | undefined
  /** Go that built the program, such as `go1.27.4`; missing where no path of a source file tells. */
  readonly goVersion?: string
  /** Distinct stacks in order of first appearance. */
  readonly groups: readonly StackGroup[]
  readonly problems: readonly Problem[]
  /**
   * Goroutines of the dump that are not counted, or under a wrong stack, at most; 0 in debug=0, where a problem is a
   * name. Infinity where the end of the dump is missing and nothing tells how much it was.
   */
  readonly unread: number
  /** Goroutine by goroutine; missing where nobody asked for it, or the form does not tell them apart. */
  readonly roster?: Roster
}

/** What a reader of one form says of a body. */
export type Reading = Answer<{ readonly profile: GoroutineProfile }>

/** Bounds that hold while reading, not after. */
export interface ReadLimits {
  /** Bytes after gunzip; net/http/pprof cuts a debug=2 dump at 64 MB (runtime/pprof writeGoroutineStacks). */
  readonly inflatedBytes: number
  /** Distinct samples of a profile (Pyroscope's default limit, pkg/validation/limits.go). */
  readonly samples: number
  /** Frames of one stack, inlined calls counted (GODEBUG=profstackdepth has the same maximum). */
  readonly frames: number
  /** Bytes of one function name (Pyroscope's default symbol length). */
  readonly nameBytes: number
}

/** How a dump is read. */
export interface ReadOptions extends ReadLimits {
  /** Also tell file and line of each frame; what is only counted has no need of it. */
  readonly places?: boolean
  /** Asked now and then: true gives the input up as `too-slow`. */
  readonly isLate?: () => boolean
  /** Also tell the goroutines one by one. */
  readonly roster?: boolean
}

export const DEFAULT_READ_LIMITS: ReadLimits = {
  inflatedBytes: 64 * 1024 * 1024,
  samples: 16_000,
  frames: 1_024,
  nameBytes: 65_535,
}
