import { HOUR } from '#shared/time.ts'
import { sameName } from './name.ts'
import type { RecordedLeak, RecordedTruth } from './truth.ts'

/** What a method reports of a recorded case. */
export interface Report {
  /** Leaf first. */
  readonly stack: readonly string[]
  /** @see Answer */
  readonly quiet?: boolean
  readonly probability?: number | undefined
  /** Goroutines an hour of one process, twins included. */
  readonly perHour?: number
  readonly since?: number
  readonly cause?: string | undefined
}

/** How a method did on one leak of a case. */
export interface LeakScore {
  readonly found: boolean
  readonly rateError: number | undefined
  /** Share of the span. */
  readonly sinceError: number | undefined
  /** Undefined where the catalogue has no such leak, or it was not found. */
  readonly causeRight: boolean | undefined
}

export interface CaseScore {
  readonly leaks: readonly LeakScore[]
  /** Reports on a stack that is in no leak of the case. */
  readonly wrong: readonly Report[]
}

/**
 * Scores reports as `score.mjs` of the recorded series does: right if a frame is listed; the nearest begin, the sum
 * of the rates and any right cause count.
 */
export function scoreCase(
  { leaks }: RecordedTruth,
  reports: readonly Report[],
  spanHours: number,
): CaseScore {
  return {
    leaks: leaks.map((leak) =>
      scoreLeak(
        leak,
        reports.filter((report) => isOn(report, leak)),
        spanHours,
      ),
    ),
    wrong: reports.filter((report) => !leaks.some((leak) => isOn(report, leak))),
  }
}

/** Whether a stack holds a function of a leak. */
export const isOn = ({ stack }: Report, { any }: RecordedLeak): boolean =>
  stack.some((frame) => any.some((listed) => sameName(frame, listed)))

function scoreLeak(
  { cause, since, perHour }: RecordedLeak,
  mine: readonly Report[],
  spanHours: number,
): LeakScore {
  const rates = mine.flatMap((report) => report.perHour ?? [])
  const begins = mine.flatMap((report) => report.since ?? [])
  const off = Math.min(...begins.map((begin) => Math.abs(begin - Date.parse(since)))) / HOUR
  const sum = rates.reduce((total, rate) => total + rate, 0)
  return {
    found: mine.length > 0,
    rateError: rates.length > 0 ? Math.abs(sum / perHour - 1) : undefined,
    sinceError: begins.length > 0 ? off / spanHours : undefined,
    causeRight:
      cause !== null && mine.some((report) => 'cause' in report)
        ? mine.some((report) => report.cause === cause)
        : undefined,
  }
}
