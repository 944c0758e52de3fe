/** The lines of one dump while a text is cut into dumps. */

import { idOf, isDelveOne, isGdbListed, type LineKind } from './line-kind.ts'

/** How the goroutines of a dump are written. */
export type Family =
  | 'debug1'
  | 'debug2'
  | 'goleak'
  | 'pprof-traces'
  | 'pprof-raw'
  | 'delve'
  | 'panicparse'
  | 'gdb'
  | 'instances'

/** A line that begins a goroutine. */
export interface Header {
  readonly index: number
  readonly id: string | undefined
  /** The goroutine that asks for a dump is running, and is written first. */
  readonly isRunning: boolean
  /** Lines of another kind stand between it and what came before. */
  readonly isBehindGap: boolean
}

/** Family of the line that begins a goroutine or a group; undefined of all other lines. */
export const FAMILIES: Readonly<Partial<Record<LineKind, Family>>> = {
  goroutine: 'debug2',
  goleak: 'goleak',
  delve: 'delve',
  panicparse: 'panicparse',
  gdb: 'gdb',
  instances: 'instances',
  raw: 'pprof-raw',
  profile: 'debug1',
  row: 'debug1',
  traces: 'pprof-traces',
  rule: 'pprof-traces',
}

export class DumpRange {
  readonly family: Family
  /** Index of the first line, and of the last one that is certainly of the dump. */
  readonly start: number
  last: number
  readonly headers: Header[] = []
  readonly #ids = new Map<string, number>()
  /** Lines of other kinds since `last`. */
  others = 0

  constructor(family: Family, start: number, last: number) {
    this.family = family
    this.start = start
    this.last = last
  }

  add(header: Header): void {
    if (header.id !== undefined && !this.#ids.has(header.id)) this.#ids.set(header.id, this.headers.length)
    this.headers.push(header)
    this.reach(header.index)
  }

  reach(index: number): void {
    this.last = index
    this.others = 0
  }

  /** Whether a header only says again what the last line says: somebody made a caption of it. */
  isCaption({ id, index }: Header): boolean {
    const last = this.headers.at(-1)
    return id !== undefined && last?.id === id && this.last === last.index && index > last.index
  }

  has(id: string | undefined): boolean {
    return id !== undefined && this.#ids.has(id)
  }

  /**
   * Cuts the range before a header whose id it has: a process has one goroutine of an id, so a second dump has begun,
   * at the last header behind other lines, or at the running goroutine that asked for it, or at this header.
   */
  cutBefore(repeated: Header): DumpRange {
    const first = this.#ids.get(repeated.id ?? '') ?? 0
    const since = this.headers.slice(first + 1)
    const begun =
      (repeated.isBehindGap ? undefined : since.findLast(({ isBehindGap }) => isBehindGap)) ??
      (repeated.isBehindGap || repeated.isRunning ? undefined : since.findLast(({ isRunning }) => isRunning))
    const moved = begun === undefined ? [] : this.headers.splice(this.headers.indexOf(begun))
    const start = begun?.index ?? repeated.index
    const range = new DumpRange(this.family, start, start)
    for (const header of [...moved, repeated]) range.add(header)
    return range
  }
}

/** A line that begins a goroutine of the dump once more, or one whose other header stands beside it. */
export function isSecondHeader(range: DumpRange, kind: LineKind, text: string): boolean {
  // A session of gdb shows stacks of what it has listed; other tools number frames as it does.
  if (kind === 'gdb' && !isGdbListed(text)) return true
  // goleak before 1.3 writes the header of the runtime below its own; the bracket of the first one may be cut off.
  if (range.family === 'goleak') return kind === 'goroutine'
  if (range.family === 'debug2') return kind === 'goleak' && !text.trimStart().startsWith('[')
  // A session of dlv comes back to a goroutine.
  return range.family === 'delve' && isDelveOne(text) && range.has(idOf(text))
}
