/** Puts the lines of counted text together: one group per row; what is no line of a profile is left out. */

import { isCutMark } from './cut-mark.ts'
import { isMoreOfRow, readRow1, withMore } from './debug1-row.ts'
import { readSymbol1 } from './debug1-symbol.ts'
import type { Line } from './line.ts'

export interface Group1 {
  count: number
  row: string
  readonly number: number
  labels: Line | undefined
  readonly symbols: Line[]
  /** Frames were taken out, or the text ends inside the group. */
  isShortened: boolean
}

export interface Groups1 {
  readonly type: string
  /** What the header announces; undefined without a header. */
  readonly announced: number | undefined
  readonly headerNumber: number
  readonly groups: readonly Group1[]
  readonly isCut: boolean
  /** A blank line stands below the last group, as the runtime writes it. */
  readonly endsBlank: boolean
}

const HEADER = /^[ \t]*(goroutine(?:leak)?) profile:[ \t]+total[ \t]+(\d{1,15})\b/
/** Stands for a stack of which no function can be read: addresses are no functions. */
const UNREAD = '#\t0x0\truntime.goexit+0x0'
const LABELS = /^[ \t]*(?:\\?#)?[ \t]*labels:[ \t]*(\{.*\})$/

export function groupsOf(lines: readonly Line[]): Groups1 {
  const reader = new GroupReader()
  const whole = withColumns(lines)
  for (let i = 0; i < whole.length; i++) i += reader.take(whole[i] as Line, whole[i + 1])
  return reader.finish()
}

/** Pages that show tables give each column of a symbol line a line of its own. */
function withColumns(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => text.trim() === '#')) return lines
  const joined: Line[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line
    const columns = lines.slice(i, i + COLUMNS.length).map(({ text }) => text.trim())
    const isSpread = columns.length === COLUMNS.length && columns.every((text, at) => COLUMNS[at]?.test(text))
    joined.push(isSpread ? { ...line, text: columns.join('\t') } : line)
    if (isSpread) i += COLUMNS.length - 1
  }
  return joined
}

const COLUMNS = [/^#$/, /^0x[\da-f]{1,16}$/, /^\S{1,1000}\+0x[\da-f]{1,16}$/, /:\d{1,9}$/]

class GroupReader {
  #type = 'goroutine'
  #announced: number | undefined
  #headerNumber = 0
  readonly #groups: Group1[] = []
  #last: 'row' | 'symbol' | 'blank' | 'mark' | 'other' = 'other'
  #isOpen = false

  /** Takes a line; answers how many lines behind it belong to it. */
  take(line: Line, next: Line | undefined): number {
    const { text } = line
    if (text.trim() === '') return this.#seen('blank')
    const header = HEADER.exec(text)
    if (header) return this.#takeHeader(line, header)
    if (isCutMark(text)) return this.#takeMark()
    const row = readRow1(text)
    if (row) {
      this.#groups.push({
        ...row,
        row: row.text,
        number: line.number,
        labels: undefined,
        symbols: row.symbols.map((symbol) => ({ text: symbol, number: line.number })),
        isShortened: false,
      })
      return this.#seen('row')
    }
    const group = this.#groups.at(-1)
    return group === undefined ? this.#seen('other') : this.#takeDetail(group, line, next)
  }

  #takeHeader(line: Line, header: RegExpExecArray): number {
    if (this.#announced === undefined) {
      this.#type = header[1] ?? ''
      this.#announced = Number(header[2])
      this.#headerNumber = line.number
    }
    return this.#seen('other')
  }

  #takeMark(): number {
    const group = this.#groups.at(-1)
    if (group !== undefined && this.#last !== 'blank') group.isShortened = true
    return this.#seen('mark')
  }

  #takeDetail(group: Group1, line: Line, next: Line | undefined): number {
    const { text, number } = line
    if (this.#last === 'row' && isMoreOfRow(text)) {
      group.row = withMore(group.row, text)
      return this.#seen('row')
    }
    const labels = LABELS.exec(text)
    if (labels) {
      group.labels = { text: `# labels: ${labels[1]}`, number }
      return this.#seen('symbol')
    }
    const symbol = readSymbol1(text)
    if (symbol === undefined) return 0
    const joined = symbol.isOpen && next !== undefined ? joinedSymbol(text, next.text) : undefined
    group.symbols.push({ text: (joined ?? symbol).text, number })
    this.#isOpen = joined === undefined && symbol.isOpen
    return this.#seen('symbol') + (joined === undefined ? 0 : 1)
  }

  #seen(last: 'row' | 'symbol' | 'blank' | 'mark' | 'other'): number {
    if (last !== 'symbol') this.#isOpen = false
    this.#last = last
    return 0
  }

  finish(): Groups1 {
    const last = this.#groups.at(-1)
    const others = this.#groups.slice(0, -1)
    const endsInRow =
      this.#last === 'row' && last?.symbols.length === 0 && others.some((group) => group.symbols.length > 0)
    const isCut = this.#isOpen || this.#last === 'mark' || endsInRow
    if (last !== undefined && (this.#isOpen || endsInRow)) last.isShortened = true
    // The count stands at the start of the row: it is known, though no function is.
    if (endsInRow) last?.symbols.push({ text: UNREAD, number: last.number })
    return {
      type: this.#type,
      announced: this.#announced,
      headerNumber: this.#headerNumber,
      groups: this.#groups,
      isCut,
      endsBlank: this.#last === 'blank',
    }
  }
}

/** A symbol line whose path the console broke. */
function joinedSymbol(text: string, next: string) {
  const more = next.trim()
  if (more === '' || readRow1(next) || readSymbol1(next)?.isOpen === false || HEADER.test(next))
    return undefined
  return [`${text}${more}`, `${text} ${more}`].map(readSymbol1).find((symbol) => symbol?.isOpen === false)
}
