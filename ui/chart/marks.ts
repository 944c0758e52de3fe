import type uPlot from 'uplot'
import { short } from '../name.tsx'
import { colour } from '../theme.ts'
import type { ChartLines } from './lines.ts'

/** What stands behind and on the lines: nights as shade, releases as flags. Drawn in pixels of the canvas. */

const DAY = 86_400
/** Hours of UTC, the zone of the axis. */
const DUSK = 22
const DAWN = 6
/** Seconds in view above which nights would be a pattern and tell nothing. */
const MOST_WITH_NIGHTS = 21 * DAY
/** Characters of a version on its flag. */
const FLAG = 16

export function drawNights(plot: uPlot): void {
  const { min, max } = plot.scales.x ?? {}
  if (min === undefined || max === undefined || max - min > MOST_WITH_NIGHTS) return
  const { ctx, bbox } = plot
  ctx.save()
  ctx.fillStyle = colour('--night')
  const evening = new Date(min * 1000)
  evening.setUTCHours(DUSK - 24, 0, 0, 0)
  for (let at = evening; at.getTime() / 1000 < max; at.setUTCDate(at.getUTCDate() + 1)) {
    const morning = new Date(at)
    morning.setUTCHours(24 + DAWN)
    const [from, to] = [at, morning].map((time) => inside(plot, time.getTime() / 1000))
    if (from !== undefined && to !== undefined && to > from)
      ctx.fillRect(from, bbox.top, to - from, bbox.height)
  }
  ctx.restore()
}

/** @param releases those outside of what is shown are left out */
export function drawReleases(plot: uPlot, releases: ChartLines['releases']): void {
  const { ctx, bbox } = plot
  const { min = 0, max = 0 } = plot.scales.x ?? {}
  const pixel = devicePixelRatio
  ctx.save()
  ctx.strokeStyle = ctx.fillStyle = colour('--quiet')
  ctx.font = `${12 * pixel}px system-ui, sans-serif`
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  let free = Number.NEGATIVE_INFINITY
  for (const { at, version } of releases) {
    if (at < min || at > max) continue
    const x = Math.round(plot.valToPos(at, 'x', true)) + 0.5
    ctx.setLineDash([2 * pixel, 3 * pixel])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const text = short(version, FLAG)
    const width = ctx.measureText(text).width
    // At the right edge the flag points back; two that would lie on each other are one.
    const left = x + width + 8 * pixel > bbox.left + bbox.width ? x - width - 4 * pixel : x + 4 * pixel
    if (left < free) continue
    ctx.fillText(text, left, bbox.top + 2 * pixel)
    free = left + width + 8 * pixel
  }
  ctx.restore()
}

/** Marks the time at which a leak was over, with its words at the foot, where no flag of a release stands. */
export function drawEnd(plot: uPlot, end: ChartLines['end']): void {
  const { min = 0, max = 0 } = plot.scales.x ?? {}
  if (end === undefined || end.at < min || end.at > max) return
  const { ctx, bbox } = plot
  const pixel = devicePixelRatio
  ctx.save()
  ctx.strokeStyle = ctx.fillStyle = colour('--over')
  ctx.lineWidth = 2 * pixel
  ctx.font = `600 ${12 * pixel}px system-ui, sans-serif`
  const x = Math.round(plot.valToPos(end.at, 'x', true))
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  const isRight = x + ctx.measureText(end.says).width + 8 * pixel > bbox.left + bbox.width
  ctx.textAlign = isRight ? 'right' : 'left'
  ctx.textBaseline = 'bottom'
  ctx.fillText(end.says, x + (isRight ? -6 : 6) * pixel, bbox.top + bbox.height - 6 * pixel)
  ctx.restore()
}

/** Lines that are named at their end; more would lie on each other. */
const MOST_NAMED = 4
/** Characters of a name. */
const NAME = 28

/** Names each line at its end, above it, where it is one of few and the name lies on no other. */
export function drawNames(plot: uPlot, { counts, names = [], times }: ChartLines): void {
  if (names.length < 2 || names.length > MOST_NAMED) return
  const { ctx } = plot
  const pixel = devicePixelRatio
  ctx.save()
  ctx.fillStyle = colour('--quiet')
  ctx.font = `${12 * pixel}px system-ui, sans-serif`
  ctx.textAlign = 'right'
  ctx.textBaseline = 'bottom'
  const taken: { readonly x: number; readonly y: number }[] = []
  counts.forEach((column, i) => {
    const end = column.findLastIndex((value) => value != null)
    const at = times[end]
    if (at === undefined) return
    const [x, y] = [plot.valToPos(at, 'x', true), plot.valToPos(column[end] ?? 0, 'y', true) - 4 * pixel]
    if (taken.some((other) => Math.abs(other.y - y) < 14 * pixel && Math.abs(other.x - x) < 200 * pixel))
      return
    taken.push({ x, y })
    ctx.fillText(short(names[i] ?? '', NAME), x, y)
  })
  ctx.restore()
}

function inside(plot: uPlot, at: number): number {
  const { left, width } = plot.bbox
  return Math.max(left, Math.min(left + width, plot.valToPos(at, 'x', true)))
}
