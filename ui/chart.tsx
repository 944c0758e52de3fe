import { useMemo } from 'preact/hooks'
import { type ChartEnd, type ChartLines, chartLines, type SeriesAnswer } from './chart/lines.ts'
import type { OnDraw } from './chart/plot.ts'
import type { TimeView } from './chart/time-axis.ts'
import { useChart } from './chart/use-chart.ts'
import { absolute, count, ZONE } from './format.ts'
import { Name } from './name.tsx'
import { Scroll } from './scroll.tsx'

/** Lines of the box that follows the pointer. */
const MOST_IN_TIP = 8

/** How one stack went: a line a process, its low water as a step, the fitted line dashed; behind it, as a table. */
export function Chart({
  series,
  label,
  note,
  end,
  onDraw,
  view,
  onReset,
}: {
  readonly series: SeriesAnswer
  readonly label: string
  /** When it was over: a mark in the chart. */
  readonly end?: ChartEnd | undefined
  /** Takes a range that is dragged over. */
  readonly onDraw: OnDraw
  /** Part of the time that is shown; all unless said. */
  readonly view?: TimeView | undefined
  /** Shows all again; a button where it is there. */
  readonly onReset?: (() => void) | undefined
  /** What the lines are a part of, where they are not the whole. */
  readonly note?: string | undefined
}) {
  const lines = useMemo(() => ({ ...chartLines(series), end }), [series, end?.at, end?.says])
  const { box, hover, isTable, toggle } = useChart(lines, onDraw, view)
  return (
    <figure class="chart">
      {isTable ? (
        <Table series={series} label={label} />
      ) : (
        <div
          ref={box}
          role="img"
          aria-label={`${label}. The table behind it has the figures: key t.`}
          onDblClick={onReset}
        />
      )}
      {!isTable && hover && <Tip lines={lines} series={series} {...hover} />}
      <Legend
        series={series}
        lines={lines}
        note={note}
        isTable={isTable}
        onTable={toggle}
        onReset={onReset}
      />
    </figure>
  )
}

function Legend({
  series: { processes, hidden },
  lines: { water, fit },
  note,
  isTable,
  onTable,
  onReset,
}: {
  readonly series: SeriesAnswer
  readonly lines: ChartLines
  readonly note: string | undefined
  readonly isTable: boolean
  readonly onTable: () => void
  readonly onReset: (() => void) | undefined
}) {
  const lives = processes.length === 1 ? 'one process' : `${count(processes.length)} processes`
  return (
    <figcaption class="legend">
      <span>
        <svg width="24" height="8" aria-hidden="true">
          <path d="M0 4h24" stroke="var(--accent)" stroke-width="2" />
        </svg>
        {lives}
        {hidden > 0 && `, ${count(hidden)} with less of it left out`}
      </span>
      {isDrawn(water) && (
        <span>
          <svg width="24" height="8" aria-hidden="true">
            <path d="M0 0h24v8h-24z" fill="var(--water)" />
          </svg>
          low water
        </span>
      )}
      {isDrawn(fit) && (
        <span>
          <svg width="24" height="8" aria-hidden="true">
            <path d="M0 4h24" stroke="var(--quiet)" stroke-width="1.5" stroke-dasharray="6 5" />
          </svg>
          fitted line
        </span>
      )}
      {note !== undefined && <span>{note}</span>}
      <span>times in {ZONE}</span>
      {onReset && !isTable && (
        <button type="button" class="plain" onClick={onReset}>
          Reset zoom
        </button>
      )}
      <button type="button" class="plain" aria-pressed={isTable} onClick={onTable}>
        {isTable ? 'Chart' : 'Table'}
      </button>
    </figcaption>
  )
}

const isDrawn = (column: ChartLines['fit']): boolean => column.some((value) => value != null)

function Tip({
  lines,
  series: { processes },
  index,
  left,
}: {
  readonly lines: ChartLines
  readonly series: SeriesAnswer
  readonly index: number
  readonly left: number
}) {
  const values = processes
    .flatMap(({ instance }, i) => {
      const value = lines.counts[i]?.[index]
      return value == null ? [] : [{ instance, value }]
    })
    .sort((a, b) => b.value - a.value)
  // On the other half of the chart, so that the pointer never covers it.
  const side = left > 320 ? { left: '64px' } : { right: '8px' }
  return (
    <div class="tip" style={side} aria-hidden="true">
      <span class="quiet">{absolute((lines.times[index] ?? 0) * 1000)}</span>
      {values.slice(0, MOST_IN_TIP).map(({ instance, value }, i) => (
        <div key={`${instance}${i}`}>
          <Name longest={40}>{instance}</Name>
          <span>{count(value)}</span>
        </div>
      ))}
      {values.length > MOST_IN_TIP && <span class="quiet">{count(values.length - MOST_IN_TIP)} more</span>}
    </div>
  )
}

/** Rows of the table; the longest series has more points than anybody reads. */
const MOST_ROWS = 100

function Table({ series: { processes }, label }: { readonly series: SeriesAnswer; readonly label: string }) {
  return (
    <Scroll label={label}>
      <table>
        <caption class="hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">process</th>
            <th scope="col">version</th>
            <th scope="col">from</th>
            <th scope="col">to</th>
            <th scope="col" class="number">
              first
            </th>
            <th scope="col" class="number">
              least
            </th>
            <th scope="col" class="number">
              most
            </th>
            <th scope="col" class="number">
              last
            </th>
          </tr>
        </thead>
        <tbody>
          {processes.slice(0, MOST_ROWS).map(({ process, version, points }) => (
            <tr key={`${process}${points[0]?.at}`}>
              <td>
                <Name longest={60}>{process}</Name>
              </td>
              <td>{version !== null && <Name longest={40}>{version}</Name>}</td>
              <td>{absolute(Date.parse(points[0]?.at ?? ''))}</td>
              <td>{absolute(Date.parse(points.at(-1)?.at ?? ''))}</td>
              <td class="number">{count(points[0]?.last ?? 0)}</td>
              <td class="number">
                {count(points.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY))}
              </td>
              <td class="number">{count(points.reduce((most, { max }) => Math.max(most, max), 0))}</td>
              <td class="number">{count(points.at(-1)?.last ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
