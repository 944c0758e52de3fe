/**
 * What the brackets behind a goroutine of delve say: a wait reason, and since when it waits.
 *
 * The number is the runtime's own g.waitsince (pkg/terminal/command.go, formatGoroutine): nanoseconds of a clock that
 * starts with the machine. Delve 1.7 to 1.9 printed it as the time since 1970 instead. Both say no age by themselves,
 * but those that wait since before others are older by the difference. Below a second of that clock no program has
 * begun, so small numbers are seconds of waiting.
 */

const WAIT = /^(.*?)(?: (?:(\d{1,19})|(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:([\d.]{1,12})s)?))?$/
const NS_A_SECOND = 1e9
const S_A_MINUTE = 60
const S_AN_HOUR = 3_600
/** Longer than any Go program has run: 20 years. */
const SINCE_1970_S = 20 * 365 * 24 * S_AN_HOUR

export interface DelveWait {
  readonly state: string
  /** Seconds on the clock that `kind` names. */
  readonly seconds: number
  /** `none`, an age, the time at which it began to wait, or the time since then plus an unknown one. */
  readonly kind: 'none' | 'age' | 'begin' | 'shifted-age'
}

export function readDelveWait(text: string): DelveWait {
  const [, state = '', number, h, m, s] = WAIT.exec(text) ?? []
  if (number !== undefined) {
    const value = Number(number)
    if (value < NS_A_SECOND) return { state, seconds: value, kind: 'age' }
    return { state, seconds: value / NS_A_SECOND, kind: 'begin' }
  }
  if (h === undefined && m === undefined && s === undefined) return { state: text, seconds: 0, kind: 'none' }
  const seconds = Number(h ?? 0) * S_AN_HOUR + Number(m ?? 0) * S_A_MINUTE + Number(s ?? 0)
  return { state, seconds, kind: seconds > SINCE_1970_S ? 'shifted-age' : 'age' }
}

/** Whole minutes that a goroutine waits at least; `waits` are those of all goroutines of the dump. */
export function minutesOf(wait: DelveWait, bounds: { latest: number; youngest: number }): number {
  const seconds =
    wait.kind === 'age'
      ? wait.seconds
      : wait.kind === 'begin'
        ? bounds.latest - wait.seconds
        : wait.kind === 'shifted-age'
          ? wait.seconds - bounds.youngest
          : 0
  return Math.floor(seconds / S_A_MINUTE)
}

/** The goroutine that began to wait last: all others wait longer. */
export function boundsOf(waits: Iterable<DelveWait>): { latest: number; youngest: number } {
  let latest = 0
  let youngest = Number.POSITIVE_INFINITY
  for (const { kind, seconds } of waits) {
    if (kind === 'begin') latest = Math.max(latest, seconds)
    if (kind === 'shifted-age') youngest = Math.min(youngest, seconds)
  }
  return { latest, youngest }
}
