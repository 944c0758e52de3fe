import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type uPlot from 'uplot'
import { plotInto, sizeOf } from '../chart/plot.ts'
import { absolute, count } from '../format.ts'
import { useKeys } from '../keyboard.ts'
import { Scroll } from '../scroll.tsx'
import { THEME_CHANGED } from '../theme.ts'
import { type Total, totalLines } from './total-lines.ts'

/** All goroutines of a service over time; the table behind it has the same figures. */
export function TotalChart({ total }: { readonly total: Total }) {
  const lines = useMemo(() => totalLines(total), [total])
  const box = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number>()
  const [isTable, setTable] = useState(false)
  useKeys(useMemo(() => ({ t: () => setTable((is) => !is) }), []))
  useEffect(() => {
    const element = box.current
    if (element === null || isTable) return
    const onHover = (at: { readonly index: number } | undefined) => setHovered(at?.index)
    let plot: uPlot = plotInto(element, lines, onHover)
    const resized = new ResizeObserver(() => plot.setSize(sizeOf(element)))
    resized.observe(element)
    const recoloured = () => {
      plot.destroy()
      plot = plotInto(element, lines, onHover)
    }
    addEventListener(THEME_CHANGED, recoloured)
    return () => {
      removeEventListener(THEME_CHANGED, recoloured)
      resized.disconnect()
      plot.destroy()
    }
  }, [lines, isTable])
  const last = total.points.at(-1)
  const at = hovered === undefined ? undefined : lines.times[hovered]
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
        <button type="button" class="plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
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
