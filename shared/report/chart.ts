import type { HourlyCounts } from './hourly.ts'

/** Units of the drawing; the page scales it. */
const WIDTH = 240
const HEIGHT = 36
/** Room for the width of the line and the last point. */
const PAD = 3

/**
 * A line of counts as SVG paths, 0 at the bottom, an hour without a snapshot a gap.
 *
 * @returns undefined where there is nothing to draw
 */
export function sparkline(hourly: HourlyCounts): string | undefined {
  const counts = hourly.filter((count) => count !== null)
  const last = counts.at(-1)
  if (last === undefined) return undefined
  const most = Math.max(...counts, 1)
  const x = (hour: number): string =>
    (PAD + (hour / Math.max(1, hourly.length - 1)) * (WIDTH - 2 * PAD)).toFixed(1)
  const y = (count: number): string => (HEIGHT - PAD - (count / most) * (HEIGHT - 2 * PAD)).toFixed(1)
  const path = hourly
    .map((count, hour) => {
      if (count === null) return ''
      return `${(hourly[hour - 1] ?? null) === null ? 'M' : 'L'}${x(hour)} ${y(count)}`
    })
    .join('')
  const label = `${counts[0]?.toLocaleString('en-US')} to ${last.toLocaleString('en-US')} goroutines, at most ${most.toLocaleString('en-US')}`
  return (
    `<svg class="line" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">` +
    `<path d="${path}"/><circle cx="${x(hourly.lastIndexOf(last))}" cy="${y(last)}" r="2.5"/></svg>`
  )
}
