/** One life of an instance, from start to exit: who it is and how it is told from the next one. */

/** `<instance>@<mark>`; the mark begins a new life when it changes. */
export type ProcessId = string

/** What a client says of the process whose dump it sends. Times are milliseconds since the epoch. */
export interface ProcessFacts {
  readonly instance: string
  readonly startedAt: number | undefined
  /** Id of the client's session; pyroscope-go takes it from the host name, so that a restart repeats it. */
  readonly session: string | undefined
  readonly version: string | undefined
  readonly buildId: string | undefined
}

/** A process as the directory keeps it. */
export interface Process extends ProcessFacts {
  readonly id: ProcessId
  readonly labels: Readonly<Record<string, string>>
  readonly firstSeen: number
  readonly lastSeen: number
}

/**
 * The id of the life that a dump belongs to.
 *
 * The start time tells lives apart for certain. Without one the session and the version stand in, then the
 * build, and the judge looks for restarts in the counts (`lives.ts`). No process changes its version while it runs, so
 * a new version in one session is a restart too.
 */
export function processId(facts: ProcessFacts): ProcessId {
  return `${facts.instance}@${lifeMark(facts)}`
}

function lifeMark({ startedAt, session, version, buildId }: ProcessFacts): string {
  if (startedAt !== undefined) return new Date(startedAt).toISOString().replace(/[-:]|\.\d+/g, '')
  if (session !== undefined)
    return version === undefined ? `session-${session}` : `session-${session},version-${version}`
  if (version !== undefined) return `version-${version}`
  if (buildId !== undefined) return `build-${buildId.slice(0, 12)}`
  return 'unmarked'
}

/** Whether a restart of this process would have given it another id. */
export const hasStartMark = (id: ProcessId): boolean => /@\d{8}T\d{6}Z$/.test(id)

/** `checkout-1@20260907T000000Z` → `checkout-1`. Versions and sessions may hold `@`, instances do not. */
export const instanceOf = (id: ProcessId): string => id.split('@', 1)[0] ?? id
