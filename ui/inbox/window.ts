import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'

/** Only the lines of a long list that are in sight are drawn: all have one height, so that their places are known. */

/** Pixels of a line, as in list.css. */
const LINE = 32
const LINE_NARROW = 56
const NARROW = '(max-width: 760px)'
/** Lines above and below the window that are drawn, too: what a fast finger passes in a frame. */
const BEYOND = 24

/** Lines that are drawn: from a place up to but not including another. */
export interface Drawn {
  readonly from: number
  readonly to: number
}

/** @param top pixels of the list above the upper edge of the window, negative where it begins below */
export function drawnLines(top: number, windowHeight: number, line: number, many: number): Drawn {
  const first = Math.floor(top / line) - BEYOND
  const last = Math.ceil((top + windowHeight) / line) + BEYOND
  return { from: Math.max(0, Math.min(many, first)), to: Math.max(0, Math.min(many, last)) }
}

/** What is in sight, how high a line is, and a way to bring one into sight. */
export interface ListWindow extends Drawn {
  readonly line: number
  readonly show: (place: number) => void
}

export function useListWindow(list: RefObject<HTMLElement | null>, many: number): ListWindow {
  const [narrow] = useState(() => matchMedia(NARROW))
  const [line, setLine] = useState(narrow.matches ? LINE_NARROW : LINE)
  const [drawn, setDrawn] = useState(() => drawnLines(0, innerHeight, line, many))
  const look = () => {
    const { top = 0 } = list.current?.getBoundingClientRect() ?? {}
    const next = drawnLines(-top, innerHeight, line, many)
    setDrawn((before) => (before.from === next.from && before.to === next.to ? before : next))
  }
  useLayoutEffect(look, [many, line])
  useEffect(() => {
    const changed = () => setLine(narrow.matches ? LINE_NARROW : LINE)
    narrow.addEventListener('change', changed)
    return () => narrow.removeEventListener('change', changed)
  }, [])
  useEffect(() => {
    for (const event of ['scroll', 'resize']) addEventListener(event, look, { passive: true })
    return () => {
      for (const event of ['scroll', 'resize']) removeEventListener(event, look)
    }
  }, [many, line])
  const show = (place: number) => {
    const { top = 0 } = list.current?.getBoundingClientRect() ?? {}
    const at = top + place * line
    if (at < 0) scrollBy(0, at - 2 * line)
    else if (at + line > innerHeight) scrollBy(0, at + 3 * line - innerHeight)
    look()
  }
  return { ...drawn, line, show }
}
