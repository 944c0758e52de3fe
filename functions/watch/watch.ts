import { againstYesterday, lastHour, type Span, yesterday } from './against-yesterday.ts'

export interface WatchDeps {
  /** Profiles that were stored in a time, of all tenants. */
  readonly storedIn: (span: Span) => Promise<number>
  /** Tells the share, in percent. */
  readonly tell: (percent: number) => void
}

/** What was compared. */
export interface Watched {
  readonly stored: number
  readonly before: number
  /** undefined: yesterday's were too few. */
  readonly percent: number | undefined
}

/** Compares what was stored in the last hour with the same hour yesterday: silence is no error that anybody counts. */
export async function watchStored({ storedIn, tell }: WatchDeps, now: number): Promise<Watched> {
  const hour = lastHour(now)
  const [stored, before] = await Promise.all([storedIn(hour), storedIn(yesterday(hour))])
  const percent = againstYesterday(stored, before)
  if (percent !== undefined) tell(percent)
  return { stored, before, percent }
}
