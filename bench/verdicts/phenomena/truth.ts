import { HOUR } from '#shared/time.ts'
import { SHOWS, swing, type Truth } from '../battery/truth.ts'
import type { RecordedLife } from './record.ts'
import type { PlannedLeak } from './service.ts'

/** Goroutines that no life must stay below for its leak to be asked for: fewer nobody can tell from chance. */
const LEAST_LEAKED = 10

/** The label of a leaking service, from what was counted. @param start begin of the case, milliseconds since the epoch */
export function truthOf(
  { stack, among }: PlannedLeak,
  recordings: readonly RecordedLife[],
  start: number,
): Truth {
  const leaking = recordings.flatMap(({ leaked, leakedFrom, life }) =>
    leakedFrom === undefined ? [] : [{ leaked, leakedFrom, hours: life.to - leakedFrom }],
  )
  const leaked = leaking.reduce((sum, one) => sum + one.leaked, 0)
  const hours = leaking.reduce((sum, one) => sum + one.hours, 0)
  const most = Math.max(0, ...leaking.map((one) => one.leaked))
  const least = among === undefined ? LEAST_LEAKED : SHOWS * swing(recordings.flatMap(({ beside }) => beside))
  return {
    signature: among ?? stack.signature.id,
    perHour: hours > 0 ? leaked / hours : 0,
    since: start + Math.min(...leaking.map(({ leakedFrom }) => leakedFrom)) * HOUR,
    cause: among === undefined ? stack.cause : null,
    hidden: most < least,
  }
}
