/** Tells from the prefixes of one shape which writer each line is of: pod, container, host, process. */

import type { PrefixShape, Span } from './prefix-shape.ts'
import { timestampIn } from './timestamp.ts'

/** More writers than this are no writers: the column is a counter, or an id of a request. */
const MOST_WRITERS = 200
/** Signs between names and around them, and brackets whose level or time is gone. */
const EDGES = /^[\s{(<|:"'=,;/-]+|[\s})>|:"'=,;./-]+$/g
const EMPTY = /\[[\s:|,-]*\]/g

interface Column {
  readonly values: Set<string>
  last: string | undefined
  /** A value was seen, then another, then the first again: writers take turns, counters do not. */
  returns: boolean
}

/** The prefixes of one shape, line by line, and then the writer of each. */
export class Writers {
  readonly #shape: PrefixShape
  readonly #near: number | undefined
  readonly #columns: Column[] = []
  #lines = 0

  constructor(shape: PrefixShape, near: number | undefined) {
    this.#shape = shape
    this.#near = near
  }

  see(text: string, spans: readonly Span[]): void {
    this.#lines++
    for (const [i, { start, end }] of spans.entries()) {
      const kind = this.#shape.kind(i)
      if (kind !== 'digits' && kind !== 'hex' && kind !== 'uuid') continue
      const value = text.slice(start, end)
      const column = this.#columns[i] ?? { values: new Set(), last: undefined, returns: false }
      this.#columns[i] = column
      if (value === column.last) continue
      if (column.values.has(value)) column.returns = true
      else if (column.values.size <= MOST_WRITERS) column.values.add(value)
      column.last = value
    }
  }

  /** Name of the writer and time of a line with this prefix. */
  of(text: string, spans: readonly Span[]): { writer: string; time: number | undefined } {
    const end = spans.at(-1)?.end ?? 0
    const stamp = timestampIn(text.slice(0, end), this.#near)
    let writer = ''
    for (const [i, span] of spans.entries()) {
      const isTime = stamp !== undefined && span.start < stamp.end && span.end > stamp.start
      if (!isTime && this.#names(i, text, span)) writer += text.slice(span.start, span.end)
    }
    return { writer: nameOf(writer), time: stamp?.at }
  }

  #names(i: number, text: string, { start }: Span): boolean {
    const kind = this.#shape.kind(i)
    if (kind === 'word' || kind === 'separator') return false
    const column = this.#columns[i]
    if (column === undefined) return true
    const { size } = column.values
    if (size > MOST_WRITERS || (size > 1 && size * 2 > this.#lines)) return false
    return size === 1 || column.returns || isOfName(text, start)
  }
}

/** `app[812]`, `web-1`, `worker.2`: a number that belongs to a name. */
function isOfName(text: string, start: number): boolean {
  return /[a-z][\w.-]*[[.-]$/i.test(text.slice(Math.max(0, start - 40), start))
}

/** `[pod/web-0/app]` without its brackets; those of `app[web.1]` are a part of the name. */
function nameOf(text: string): string {
  const name = text.replaceAll(EMPTY, ' ').replaceAll(EDGES, '').replaceAll(/\s+/g, ' ')
  const inside = /^\[([^[\]]*)\]?$/.exec(name)?.[1] ?? name
  // A box drawn around a text is nobody's name.
  return /[\p{L}\p{N}]/u.test(inside) ? inside.replaceAll(EDGES, '') : ''
}
