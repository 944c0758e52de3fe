import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type uPlot from 'uplot'
import { useKeys } from '../keyboard.ts'
import { THEME_CHANGED } from '../theme.ts'
import type { ChartLines } from './lines.ts'
import { ON_PAPER, type OnDraw, plotInto, sizeOf } from './plot.ts'
import type { TimeView } from './time-axis.ts'

/**
 * Draws lines into a box, in its size and the colours of the page, unless the table behind them stands there (key t).
 *
 * @param onDraw takes the range that was dragged over
 * @param view part of the time that is shown; all unless said
 */
export function useChart(lines: ChartLines, onDraw: OnDraw, view?: TimeView) {
  const box = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<{ readonly index: number; readonly left: number }>()
  const [isTable, setTable] = useState(false)
  const drawn = useRef(onDraw)
  drawn.current = onDraw
  useKeys(useMemo(() => ({ t: () => setTable((last) => !last) }), []))
  useEffect(() => {
    const element = box.current
    if (element === null || isTable) return
    const draw = () =>
      plotInto(element, lines, view, { onHover: setHover, onDraw: (from, to) => drawn.current(from, to) })
    let plot: uPlot = draw()
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
  }, [lines, isTable, view?.from, view?.to])
  return { box, hover, isTable, toggle: () => setTable(!isTable) }
}
