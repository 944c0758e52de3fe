import { medianOf, type Row, ratioOf, shareOf } from '../row.ts'
import type { RecordedOutcome } from './outcome.ts'

/** How a method did on the recorded cases. A false verdict is counted by the case, as a healthy service is. */
export function recordedRow(method: string, outcomes: readonly RecordedOutcome[]): Row {
  const own = outcomes.filter((outcome) => outcome.method === method)
  const leaks = own.flatMap((outcome) => outcome.leaks)
  const healthy = own.filter((outcome) => outcome.leaks.length === 0)
  const leaking = own.filter((outcome) => outcome.leaks.length > 0)
  return {
    method,
    leaking: leaks.length,
    healthy: healthy.length,
    recall: shareOf(leaks, ({ found }) => found),
    wrong: shareOf(healthy, isWrong),
    everWrong: shareOf(healthy, ({ wrongLooks }) => wrongLooks > 0),
    wrongLooks: ratioOf(
      healthy,
      ({ wrongLooks }) => wrongLooks,
      ({ looks }) => looks,
    ),
    flips: ratioOf(
      own,
      ({ flips, leaks }) => flips + leaks.reduce((sum, leak) => sum + leak.flips, 0),
      () => 1,
    ),
    beside: shareOf(leaking, isWrong),
    delay: medianOf(leaks.map(({ delay }) => delay ?? Number.POSITIVE_INFINITY)),
    rateError: medianOf(leaks.flatMap(({ rateError }) => rateError ?? [])),
    sinceError: medianOf(leaks.flatMap(({ sinceError }) => sinceError ?? [])),
    causeRight: shareOf(
      leaks.flatMap(({ causeRight }) => causeRight ?? []),
      (right) => right,
    ),
  }
}

const isWrong = ({ wrong }: RecordedOutcome): boolean => wrong.length > 0
