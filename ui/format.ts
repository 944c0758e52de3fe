/** How are counts, rates and times written? Rates and counts of a finding as its sentences write them. */

import { MINUTE } from '#shared/time.ts'
import { counted, rateText, signedSize } from '#shared/verdict/model/words.ts'

export { counted, rateText as rate, signedSize }

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Example output: `1,494`. */
export const count = (value: number): string => COUNT.format(value)

/** A change of a count, with as many digits as a reader can use: `+25`, `+2.4`, `−0.03`. */
export function signed(value: number): string {
  const size = Math.abs(value)
  const digits = size >= 10 || size === 0 ? 0 : size >= 0.1 ? 1 : 2
  return `${value < 0 ? '−' : '+'}${size.toLocaleString('en-US', { maximumFractionDigits: digits })}`
}

const UNITS: readonly (readonly [number, string])[] = [
  [365 * 24 * 60 * MINUTE, 'year'],
  [24 * 60 * MINUTE, 'day'],
  [60 * MINUTE, 'hour'],
  [MINUTE, 'minute'],
]

/** Example output: `5 days`, `1 hour`, `less than a minute`. */
export function duration(milliseconds: number): string {
  for (const [length, name] of UNITS) {
    const whole = Math.round(milliseconds / length)
    if (milliseconds >= length * 0.95 && whole >= 1) return `${count(whole)} ${name}${whole === 1 ? '' : 's'}`
  }
  return 'less than a minute'
}

const BRIEF: readonly (readonly [number, string])[] = [
  [365 * 24 * 60 * MINUTE, 'y'],
  [24 * 60 * MINUTE, 'd'],
  [60 * MINUTE, 'h'],
  [MINUTE, 'min'],
]

/** For a column. Example output: `5 d`, `1 h`, `now`. */
export function brief(milliseconds: number): string {
  const [length, unit] = BRIEF.find(([each]) => milliseconds >= each * 0.95) ?? []
  return length === undefined ? 'now' : `${count(Math.max(1, Math.round(milliseconds / length)))} ${unit}`
}

/** Example output: `5 days ago`, `in 3 hours`, `just now`. */
export function relative(at: number, now: number): string {
  const away = now - at
  if (Math.abs(away) < MINUTE) return 'just now'
  return away > 0 ? `${duration(away)} ago` : `in ${duration(-away)}`
}

/**
 * The zone of every time on the page: that of the sentences, reports and messages, which all readers of a service share.
 */
export const ZONE = 'UTC'

/** Year to minute, as an input of the browser has it. Example output: `2026-11-18T12:52`. */
export const toMinute = (at: number): string => new Date(at).toISOString().slice(0, 16)

/** The same for every reader. Example output: `2026-11-18 12:52 UTC`. */
export const absolute = (at: number): string =>
  Number.isNaN(at) ? 'unknown' : `${toMinute(at).replace('T', ' ')} ${ZONE}`
