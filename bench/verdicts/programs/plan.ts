/** How a program is recorded: its processes, what is taken of them, and what its counters mean. */
export interface Plan {
  readonly service: string
  /** One sentence: what the program does. Never whether it leaks. */
  readonly about: string
  /** RFC 3339: what the clock of the case says when it begins. */
  readonly start: string
  /** Seconds of the case for one second of recording. */
  readonly timeScale: number
  readonly stepMinutes: number
  /** Profiles for one full dump (debug=2) beside them; 0: none. */
  readonly fullEvery: number
  readonly processes: readonly PlannedProcess[]
  /** By the name under which the program counts what it lost. */
  readonly leaks: Readonly<Record<string, PlannedLeak>>
  /** Functions of what grows or swings for harmless reasons. */
  readonly quiet: readonly string[]
  /** How the program does it, in one or two sentences. */
  readonly note: string
}

/** A process lifetime. */
export interface PlannedProcess {
  readonly instance: string
  readonly version: string
  /** Hours since the case began. */
  readonly from: number
  readonly until: number
}

export interface PlannedLeak {
  /** Functions; a finding is right if its stack holds one of them. */
  readonly any: readonly string[]
  /** Number in the catalogue; null: it has no such leak. */
  readonly cause: string | null
}

/** Lives of one instance one after the other, a version each. @param hours the borders, one more than versions */
export const lives = (
  instance: string,
  versions: readonly string[],
  hours: readonly number[],
): PlannedProcess[] =>
  versions.map((version, i) => ({
    instance,
    version,
    from: hours[i] as number,
    until: hours[i + 1] as number,
  }))
