import { HOUR } from '#shared/time.ts'
import { delayOf, flipsOf, type Opinion } from '../looks.ts'
import { reported } from '../method.ts'
import { type CaseScore, isOn, type LeakScore, type Report, scoreCase } from './score.ts'
import type { RecordedLeak, RecordedTruth } from './truth.ts'

/** What a method said at one look. */
export interface Seen {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly reports: readonly Report[]
}

/** One leak over all looks. */
export interface LeakOutcome extends LeakScore {
  /** Hours from its begin to the first look that found it; undefined: none did. */
  readonly delay: number | undefined
  readonly flips: number
}

/** One method on one recorded case. */
export interface RecordedOutcome extends CaseScore {
  readonly method: string
  readonly name: string
  readonly leaks: readonly LeakOutcome[]
  readonly looks: number
  /** Looks at which something was reported that is in no leak of the case. */
  readonly wrongLooks: number
  /** How often something false came back after it had gone. */
  readonly flips: number
  /** Everything that was given a probability, at all looks. */
  readonly opinions: readonly Opinion[]
}

/** A recorded case and what is true of it. */
export interface KnownCase {
  readonly name: string
  readonly truth: RecordedTruth
  readonly hours: number
}

/** @param seen in the order of time, the end last */
export function recordedOutcome(
  method: string,
  { name, truth, hours }: KnownCase,
  seen: readonly Seen[],
): RecordedOutcome {
  const scores = seen.map(({ reports }) => scoreCase(truth, reported(reports), hours))
  const wrong = scores.map((score) => score.wrong.length > 0)
  const { leaks, wrong: atEnd } = scores.at(-1) ?? scoreCase(truth, [], hours)
  return {
    method,
    name,
    leaks: leaks.map((leak, i) => {
      const since = Date.parse((truth.leaks[i] as RecordedLeak).since)
      const found = scores.map((score) => score.leaks[i]?.found === true)
      const looks = seen.map(({ at }, look) => ({
        hours: (at - since) / HOUR,
        found: found[look] === true && at >= since,
      }))
      return { ...leak, delay: delayOf(looks), flips: flipsOf(found) }
    }),
    wrong: atEnd,
    looks: seen.length,
    wrongLooks: wrong.filter((is) => is).length,
    flips: flipsOf(wrong),
    opinions: seen.flatMap((one) => opinionsOf(one, truth)),
  }
}

/** A leak is none before it begins. */
const opinionsOf = ({ at, reports }: Seen, { leaks }: RecordedTruth): Opinion[] =>
  reports.flatMap((report) =>
    report.probability === undefined
      ? []
      : [
          {
            probability: report.probability,
            leaks: leaks.some((leak) => Date.parse(leak.since) <= at && isOn(report, leak)),
          },
        ],
  )
