/** Text lines with the place that each stands at in what the person gave. */
export interface SourceText {
  /** What tells this text from others of one input: file, entry of an archive, pod or container; '' where there is one alone. */
  readonly source: string
  readonly lines: readonly string[]
  /** 1-based line in the person's file for each line; one JSON line may hold many. */
  readonly numbers: Uint32Array | readonly number[]
  /** Milliseconds since the epoch that a log prefix or field gave each line; undefined where it gave none. */
  readonly times: readonly (number | undefined)[] | undefined
}

/** One dump inside a text, still as the person had it (prefixes gone). */
export interface DumpText extends SourceText {
  readonly form: DumpForm
  /** When it was taken: log time, `Time:` line, file date; undefined where nothing tells. */
  readonly at: number | undefined
}
export type DumpForm =
  | 'debug1'
  | 'debug2'
  | 'goleak'
  | 'pprof-traces'
  | 'delve'
  | 'gdb'
  | 'panicparse'
  | 'stackparse'
  | 'instances'
  | 'counted'
  | 'headers'
  | 'headless'
  | 'folded'

/** One dump as a runtime would have written it: what the strict readers of shared/goroutine take. */
export interface CleanDump {
  readonly source: string
  readonly at: number | undefined
  readonly form: DumpForm | 'pprof'
  /** profile.proto bytes, or UTF-8 text of debug=1 or debug=2. */
  readonly bytes: Uint8Array
  /** 1-based line of the person's file for a 1-based line of `bytes`; 0 where there are no lines. */
  readonly lineOf: (line: number) => number
  /**
   * Goroutine ids are the runtime's own: individuals can be followed between dumps. Those without one have an id above
   * Number.MAX_SAFE_INTEGER and are not followed.
   */
  readonly hasIds: boolean
  /** What was mended or lost; counted in goroutines. Sentences for people, with their line. */
  readonly notes: readonly { readonly line: number; readonly goroutines: number; readonly says: string }[]
  /** The end of the dump is missing. */
  readonly isCut: boolean
}
