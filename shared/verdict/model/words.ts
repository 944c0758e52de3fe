/** How figures are written in sentences: one form for each unit, the same in every text. */

/** `1201` → `1,201` */
export const grouped = (value: number): string => value.toLocaleString('en-US')

const PLURAL: Readonly<Record<string, string>> = { life: 'lives', process: 'processes' }

/** `1 goroutine`, `1,201 goroutines`; `1 process`, `2 processes`; `1 life`, `2 lives` */
export const counted = (n: number, what: string): string =>
  `${grouped(n)} ${n === 1 ? what : (PLURAL[what] ?? `${what}s`)}`

/** `14`, `0.6`, `0.04` */
function sizeText(size: number): string {
  if (size >= 9.95) return grouped(Math.round(size))
  return size >= 0.095 || size === 0 ? size.toFixed(1) : Number(size.toPrecision(1)).toString()
}

/** `+14`, `−0.6`: a rate without its unit. */
export const signedSize = (perHour: number): string =>
  `${perHour < 0 ? '−' : '+'}${sizeText(Math.abs(perHour))}`

/** `+14 per hour`, `−0.6 per hour` */
export const rateText = (perHour: number): string => `${signedSize(perHour)} per hour`

/** `14 per hour`, behind a verb that says which way. */
export const paceText = (perHour: number): string => `${sizeText(Math.abs(perHour))} per hour`

/** `0.35` → `35 %`; what is not nothing is not called 0, and what is not all is not called 100. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %'
  return share > 0.99 && share < 1 ? 'over 99 %' : `${Math.round(100 * share)} %`
}

/** `2026-05-01 02:10 UTC` */
export const moment = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `40 min`, `30 h`, `9 days` */
export function duration(hours: number): string {
  const minutes = Math.round(hours * 60)
  if (minutes < 120) return `${minutes} min`
  return hours < 72 ? `${Math.round(hours)} h` : `${grouped(Math.round(hours / 24))} days`
}

/** `just now`, `30 h ago`, `3 days ago` */
export const ago = (hours: number): string =>
  Math.round(hours * 60) < 1 ? 'just now' : `${duration(hours)} ago`

const SMALL = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** `three`, `13` */
export const spelt = (n: number): string => SMALL[n] ?? grouped(n)
