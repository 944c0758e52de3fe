import { useMemo } from 'preact/hooks'
import type { OnDraw } from '../chart/plot.ts'
import { useChart } from '../chart/use-chart.ts'
import { absolute, count, ZONE } from '../format.ts'
import { Scroll } from '../scroll.tsx'
import { type Total, totalLines } from './total-lines.ts'

/** All goroutines of a service over time; the table behind it has the same figures. */
export function TotalChart({ total, onDraw }: { readonly total: Total; readonly onDraw: OnDraw }) {
  const lines = useMemo(() => totalLines(total), [total])
  const { box, hover, isTable, toggle } = useChart(lines, onDraw)
  const last = total.points.at(-1)
  const at = hover === undefined ? undefined : lines.times[hover.index]
  const shown = total.points.find((point) => Math.floor(Date.parse(point.at) / 1000) === at) ?? last
  return (
    <figure class="chart">
      {isTable ? (
        <TotalTable total={total} />
      ) : (
        <div
          ref={box}
          role="img"
          aria-label="Goroutines of all processes over time; the table behind it has the figures: key t."
        />
      )}
      <figcaption class="legend">
        {shown && (
          <span>
            {absolute(Date.parse(shown.at))}: {count(shown.goroutines)} goroutines in {count(shown.processes)}{' '}
            {shown.processes === 1 ? 'process' : 'processes'}
          </span>
        )}
        {total.restarts.count > 0 && (
          <span>
            ↻ {total.restarts.count === 1 ? 'one restart' : `${count(total.restarts.count)} restarts`}
          </span>
        )}
        <span>times in {ZONE}</span>
        <button type="button" class="plain" aria-pressed={isTable} onClick={toggle}>
          {isTable ? 'Chart' : 'Table'}
        </button>
      </figcaption>
    </figure>
  )
}

/** Rows of the table: the newest two days of hours. */
const MOST_ROWS = 48

const TotalTable = ({ total: { points } }: { readonly total: Total }) => (
  <Scroll label="Goroutines in all">
    <table>
      <thead>
        <tr>
          <th scope="col">time</th>
          <th scope="col" class="number">
            goroutines
          </th>
          <th scope="col" class="number">
            processes
          </th>
        </tr>
      </thead>
      <tbody>
        {points
          .slice(-MOST_ROWS)
          .reverse()
          .map(({ at, goroutines, processes }) => (
            <tr key={at}>
              <td>{absolute(Date.parse(at))}</td>
              <td class="number">{count(goroutines)}</td>
              <td class="number">{count(processes)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </Scroll>
)
