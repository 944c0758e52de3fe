import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Entry } from './arrange.ts'

/** The finding that keys and the details mean. */
export interface Selection {
  readonly active: string | undefined
  /** Selects the next one, and gives it the focus. */
  readonly step: (by: number) => void
  /** Selects one that has the focus or was clicked. */
  readonly look: (id: string) => void
  /** Selects whichever stands at a place then, and gives it the focus: the one there has left. */
  readonly stay: (place: number) => void
  /** Moves the focus along. @param show brings a line into sight */
  readonly useFocus: (list: RefObject<HTMLElement | null>, show: (place: number) => void) => void
}

export function useSelection(entries: readonly Entry[]): Selection {
  const [active, setActive] = useState<string>()
  /** Place of the line that gets the focus as soon as it is drawn. */
  const wanted = useRef<number | undefined>(undefined)
  const places = useMemo(
    () =>
      entries.flatMap((entry, place) => (entry.is === 'finding' ? [{ id: entry.finding.id, place }] : [])),
    [entries],
  )
  const goTo = (index: number) => {
    const next = places[Math.max(0, Math.min(places.length - 1, index))]
    if (next === undefined) return
    wanted.current = next.place
    setActive(next.id)
  }
  const step = (by: number) => {
    const at = places.findIndex(({ id }) => id === active)
    goTo(at < 0 ? 0 : at + by)
  }
  const left = useRef<number | undefined>(undefined)
  useEffect(() => {
    if (left.current === undefined) return
    const index = left.current
    left.current = undefined
    goTo(index)
  }, [places])
  const stay = (index: number) => {
    left.current = index
  }
  const useFocus: Selection['useFocus'] = (list, show) => {
    // With the drawing, not after it: Enter may be pressed in the same frame as j.
    useLayoutEffect(() => {
      const place = wanted.current
      if (place === undefined) return
      show(place)
      const link = list.current?.querySelector<HTMLElement>(`[data-place="${place}"] a`)
      if (link === null || link === undefined) return
      wanted.current = undefined
      link.focus({ preventScroll: true })
    })
  }
  const known = places.some(({ id }) => id === active) ? active : undefined
  return { active: known, step, look: setActive, stay, useFocus }
}
