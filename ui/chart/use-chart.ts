import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type uPlot from 'uplot'
import { useKeys } from '../keyboard.ts'
import { THEME_CHANGED } from '../theme.ts'
import type { ChartLines } from './lines.ts'
import { ON_PAPER, type OnDraw, plotInto, sizeOf } from './plot.ts'

/**
 * Draws lines into a box, in its size and the colours of the page, unless the table behind them stands there (key t).
 *
 * @param onDraw takes the range that was dragged over; without it the chart zooms by itself, and `reset` takes that back
 */
export function useChart(lines: ChartLines, onDraw?: OnDraw) {
  const box = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<{ readonly index: number; readonly left: number }>()
  const [isTable, setTable] = useState(false)
  const [isZoomed, setZoomed] = useState(false)
  const drawn = useRef(onDraw)
  drawn.current = onDraw
  const reset = useRef<() => void>(() => undefined)
  useKeys(useMemo(() => ({ t: () => setTable((last) => !last) }), []))
  useEffect(() => {
    const element = box.current
    if (element === null || isTable) return
    const draw = () =>
      plotInto(element, lines, {
        onHover: setHover,
        onZoom: setZoomed,
        onDraw: drawn.current && ((from, to) => drawn.current?.(from, to)),
      })
    let plot: uPlot = draw()
    reset.current = () => plot.setData(plot.data)
    const resized = new ResizeObserver(() => plot.setSize(sizeOf(element)))
    resized.observe(element)
    const recoloured = () => {
      plot.destroy()
      plot = draw()
    }
    addEventListener(THEME_CHANGED, recoloured)
    const onPaper = () => plot.setSize(ON_PAPER)
    const onScreen = () => plot.setSize(sizeOf(element))
    addEventListener('beforeprint', onPaper)
    addEventListener('afterprint', onScreen)
    return () => {
      removeEventListener(THEME_CHANGED, recoloured)
      removeEventListener('beforeprint', onPaper)
      removeEventListener('afterprint', onScreen)
      resized.disconnect()
      plot.destroy()
    }
  }, [lines, isTable])
  return { box, hover, isTable, isZoomed, reset: () => reset.current(), toggle: () => setTable(!isTable) }
}
