import { DAY, HOUR } from '#shared/time.ts'

/** Which part of time is looked at? It stands in the address, so that what one sees can be shown to others. */
export interface Range {
  /** RFC 3339. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Points of a total are an hour apart: less than two of them are no line. */
const LEAST = 2 * HOUR
/** Points of a chart of one stack, and the longest and shortest time between two, in seconds. */
const POINTS = 400
const STEPS = [60, 86_400] as const
/** What is looked at where nobody chose: all that is kept. */
const WINDOW = 14 * DAY

export const PRESETS = [
  ['6 h', 6 * HOUR],
  ['24 h', DAY],
  ['7 days', 7 * DAY],
] as const

/** What an address says, as far as it can be read. */
export function rangeIn(query: URLSearchParams): Range {
  const timeIn = (name: string): string | undefined => {
    const at = Date.parse(query.get(name) ?? '')
    return Number.isNaN(at) ? undefined : new Date(at).toISOString()
  }
  return { from: timeIn('from'), to: timeIn('to') }
}

/**
 * The range that was drawn over, widened to what can be shown.
 *
 * @param from seconds since the epoch, as `to`
 * @param least milliseconds of the shortest range that shows anything; that of a total unless said
 */
export function drawnRange(from: number, to: number, least = LEAST): Range {
  const wide = Math.max(least, (to - from) * 1000)
  const begin = ((from + to) / 2) * 1000 - wide / 2
  const round = (at: number): string => new Date(Math.round(at / 60_000) * 60_000).toISOString()
  return { from: round(begin), to: round(begin + wide) }
}

/** For a query of the API, from the question mark on where it is not empty. */
export function rangeQuery({ from, to }: Range, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    ...more,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }).toString()
  return query === '' ? '' : `?${query}`
}

/** Seconds between two points of a chart of a range that ends now where it has no end. */
export function stepOf({ from, to }: Range, now: number): string {
  const end = to === undefined ? now : Date.parse(to)
  const span = end - (from === undefined ? now - WINDOW : Date.parse(from))
  const [least, most] = STEPS
  return String(Math.min(most, Math.max(least, 60 * Math.ceil(span / 60_000 / POINTS))))
}
