import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** The row that keys mean: the one whose link has the focus. */
interface Selection {
  readonly list: RefObject<HTMLUListElement | null>
  /** Its place, −1 where there is none. */
  readonly selected: () => number
  readonly step: (by: number) => void
  /** Selects a place, or the last, as soon as its row is there. */
  readonly select: (place: number) => void
}

/** @param many rows there are, @param shown of them that are drawn */
export function useSelection(many: number, shown: number): Selection {
  const list = useRef<HTMLUListElement>(null)
  const wanted = useRef<number | undefined>(undefined)
  const links = () => [...(list.current?.querySelectorAll('a') ?? [])]
  const selected = () => links().indexOf(document.activeElement as HTMLAnchorElement)
  const step = (by: number) => {
    const all = links()
    all[Math.max(0, Math.min(all.length - 1, selected() + by))]?.focus()
  }
  const select = (place: number) => {
    wanted.current = place
  }
  useEffect(() => {
    if (wanted.current === undefined) return
    const link = links()[Math.min(wanted.current, many - 1)]
    if (link === undefined && many > 0) return
    wanted.current = undefined
    link?.focus()
  }, [many, shown])
  return { list, selected, step, select }
}
