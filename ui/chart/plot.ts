import uPlot from 'uplot'
import { count, ZONE } from '../format.ts'
import { colour } from '../theme.ts'
import type { ChartLines } from './lines.ts'
import { drawEnd, drawNames, drawNights, drawReleases } from './marks.ts'
import { isSpot, type TimeView, timeRange } from './time-axis.ts'

/** Pixels. */
const HEIGHT = 320
const NARROW_HEIGHT = 240
const NARROW = 600
/** From so many lines on they are drawn thin. */
const MANY = 6

/** Values of all lines at one time, for whoever shows them; undefined: the pointer has left. */
export type OnHover = (at: { readonly index: number; readonly left: number } | undefined) => void

/** What was dragged over, seconds since the epoch. */
export type OnDraw = (from: number, to: number) => void

/** What a chart tells whoever drew it. */
export interface Told {
  readonly onHover: OnHover
  readonly onDraw: OnDraw
}

/** Draws lines into a box; the answer is to be destroyed. @param view part of the time that is shown; all unless said */
export function plotInto(
  box: HTMLElement,
  lines: ChartLines,
  view: TimeView | undefined,
  { onHover, onDraw }: Told,
): uPlot {
  const ink = colour('--accent')
  const quiet = colour('--quiet')
  const axis = {
    stroke: quiet,
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const drawn: uPlot.Series[] = [
    {},
    {
      stroke: colour('--water'),
      fill: colour('--water'),
      width: 1,
      points: { show: false },
      ...(uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    },
    ...lines.counts.map(
      (column): uPlot.Series => ({
        stroke: ink,
        width: lines.counts.length < MANY ? 1.75 : 1,
        alpha: lines.counts.length < MANY ? 1 : 0.55,
        points: isSpot(column) ? { show: true, size: 6, fill: ink } : { show: false },
      }),
    ),
    { stroke: quiet, width: 1.5, dash: [6, 5], points: { show: false } },
  ]
  const plot = new uPlot(
    {
      ...sizeOf(box),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), ZONE),
      series: drawn,
      axes: [
        { ...axis, values: FULL_DATES },
        { ...axis, values: (_, splits) => splits.map((value) => count(value)), size: sizeOfLabels },
      ],
      // Counts begin at 0, with a little air above.
      scales: {
        x: { range: (_, first, last) => timeRange(first, last, view) },
        y: { range: (_, __, most) => [0, Math.max(1, (most ?? 1) * 1.08)] },
      },
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: (_, i) => (i > 1 && i < drawn.length - 1 ? 6 : 0) },
        drag: { x: true, y: false, dist: 8, setScale: false },
      },
      hooks: {
        drawClear: [drawNights],
        draw: [
          (self) => drawReleases(self, lines.releases),
          (self) => drawEnd(self, lines.end),
          (self) => drawNames(self, lines),
        ],
        setSelect: [(self) => tellDrawn(self, onDraw)],
        setCursor: [
          ({ cursor: { idx, left } }) =>
            onHover(idx == null || left == null || left < 0 ? undefined : { index: idx, left }),
        ],
      },
    },
    [lines.times, lines.water, ...lines.counts, lines.fit],
    box,
  )
  return plot
}

function tellDrawn(plot: uPlot, onDraw: OnDraw): void {
  const { left, width } = plot.select
  if (width === 0) return
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  onDraw(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
}

export const sizeOf = ({ clientWidth }: HTMLElement) => ({
  width: clientWidth,
  height: clientWidth < NARROW ? NARROW_HEIGHT : HEIGHT,
})

/** Pixels on A4 within the margins of print.css, 190 mm at 96 per inch: nothing is measured while a browser prints. */
export const ON_PAPER = { width: 718, height: 200 } as const

/** As wide as the widest number. */
const sizeOfLabels = (_: uPlot, values: string[] | null): number =>
  16 + 7 * Math.max(2, ...(values ?? []).map(({ length }) => length))

/** In every country the same: hours within a day, the day where one begins. */
const FULL_DATES: uPlot.Axis.Values = [
  [86_400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [3_600, '{HH}:{mm}', '\n{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [60, '{HH}:{mm}', '\n{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
]
