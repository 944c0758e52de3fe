import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type uPlot from 'uplot'
import { useKeys } from '../keyboard.ts'
import { THEME_CHANGED } from '../theme.ts'
import type { ChartLines } from './lines.ts'
import { plotInto, sizeOf } from './plot.ts'

/** Draws lines into a box, in its size and the colours of the page, unless the table behind them stands there (key t). */
export function useChart(lines: ChartLines) {
  const box = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<{ readonly index: number; readonly left: number }>()
  const [isTable, setTable] = useState(false)
  useKeys(useMemo(() => ({ t: () => setTable((last) => !last) }), []))
  useEffect(() => {
    const element = box.current
    if (element === null || isTable) return
    let plot: uPlot = plotInto(element, lines, setHover)
    const resized = new ResizeObserver(() => plot.setSize(sizeOf(element)))
    resized.observe(element)
    const recoloured = () => {
      plot.destroy()
      plot = plotInto(element, lines, setHover)
    }
    addEventListener(THEME_CHANGED, recoloured)
    return () => {
      removeEventListener(THEME_CHANGED, recoloured)
      resized.disconnect()
      plot.destroy()
    }
  }, [lines, isTable])
  return { box, hover, isTable, toggle: () => setTable(!isTable) }
}
