/** Follows the symbol lines of one group of counted text. */

import type { ProblemList } from '#shared/reading/problem-list.ts'
import { ascii } from './byte-text.ts'
import type { Debug1Row } from './debug1-row.ts'
import { isCName, isFunctionName } from './go-symbol.ts'
import type { LineCursor } from './line-cursor.ts'
import type { NameTable } from './name-table.ts'
import { NOWHERE, type Placing } from './place-tally.ts'
import type { StackTable } from './stack-table.ts'

const TAB = 0x09
const SPACE = 0x20
const PLUS = 0x2b
const HEX = ascii('0x')
/** `#` before the first tab. */
const MARK_LENGTH = 1

/** Packages that call the runtime otherwise than a channel operation does, some by another name of its functions. */
const RUNTIME_INSIDE =
  /^(?:(?:internal\/)?(?:sync|synctest|poll)|net\.runtime_\w+|reflect|time|runtime|iter|syscall|os\/signal)\b/

/** The stack of one group; `begin` makes it ready for the next one. */
export class Debug1Stack {
  /** Start, end, … of addresses that have no function. */
  #addresses: number[] = []
  /** Address of the symbol line that came first, NaN where it is no function that may call into the runtime. */
  first = Number.NaN
  #isFirst = true
  #isReported = false
  /** Name number → whether it is a function. */
  readonly #functions: boolean[] = []

  readonly #line: LineCursor
  readonly #names: NameTable
  readonly #stacks: StackTable
  readonly #problems: ProblemList
  readonly #placing: Placing | undefined

  constructor(
    line: LineCursor,
    names: NameTable,
    stacks: StackTable,
    problems: ProblemList,
    placing: Placing | undefined,
  ) {
    this.#line = line
    this.#names = names
    this.#stacks = stacks
    this.#problems = problems
    this.#placing = placing
  }

  /** Frames of the open stack. */
  get depth(): number {
    return this.#stacks.depth
  }

  begin(): void {
    this.#stacks.begin()
    this.#placing?.tally.begin()
    this.#addresses = []
    this.first = Number.NaN
    this.#isFirst = true
  }

  /**
   * Takes the current line. Columns are separated by any number of tabs (text/tabwriter).
   *
   * Example input: `#	0x680e3d	main.worker+0x1d	/src/main.go:17`
   * Example output: the frame `main.worker`
   */
  take(): void {
    const { start } = this.#line
    const address = this.#columnStart(start + MARK_LENGTH)
    const addressEnd = this.#columnEnd(address)
    if (!this.#line.startsWith(HEX, address)) {
      this.#problems.add(this.#line, 'a symbol line without an address')
      return
    }
    const name = this.#columnStart(addressEnd)
    this.#noteFirst(address, addressEnd, name)
    if (name < this.#line.end) this.#takeNamed(name, this.#nameEnd(name))
    else this.#takeUnnamed(address, addressEnd)
  }

  #noteFirst(address: number, end: number, name: number): void {
    if (!this.#isFirst) return
    this.#isFirst = false
    if (
      this.#placing === undefined ||
      RUNTIME_INSIDE.test(this.#line.bytes.toString('latin1', name, name + 20))
    )
      return
    this.first = Number(this.#line.bytes.toString('latin1', address, end))
  }

  #takeNamed(start: number, end: number): void {
    const name = this.#names.intern(start, end)
    this.#functions[name] ??= isFunction(this.#names.text(name))
    if (this.#functions[name]) {
      this.#stacks.push(name)
      this.#place(start)
    } else this.#problems.add(this.#line, 'a symbol line without a function')
  }

  /**
   * Ends the stack. Addresses change with every build and every process, so they stand in for the functions
   * only if the stack has not one function: those of the symbol lines, else those of the row. A row of one
   * counter is runtime.goexit alone, a goroutine that has not begun: its stack is empty, as in debug=0.
   */
  finish(row: Debug1Row): void {
    if (this.#stacks.depth > 0) return
    if (this.#addresses.length === 0 && row.counters > 1) this.#takeRow(row)
    for (let i = 0; i + 1 < this.#addresses.length; i += 2) {
      this.#push(this.#addresses[i] ?? 0, this.#addresses[i + 1] ?? 0)
    }
  }

  #takeRow(row: Debug1Row): void {
    const { bytes } = this.#line
    for (let from = row.start; from < row.end; ) {
      let to = from + 1
      while (to < row.end && bytes[to] !== SPACE) to++
      this.#addAddress(from + 1, to)
      from = to
    }
    this.#report(row.line, row.lineStart, row.end)
  }

  #takeUnnamed(start: number, end: number): void {
    this.#addAddress(start, end)
    this.#report(this.#line.number, this.#line.start, this.#line.end)
  }

  /** Keeps one address more than a stack may have frames, so that too many are still refused as such. */
  #addAddress(start: number, end: number): void {
    if (this.#addresses.length <= 2 * this.#stacks.limit) this.#addresses.push(start, end)
  }

  /** One problem for all addresses: a stripped binary has nothing else. */
  #report(line: number, start: number, end: number): void {
    if (this.#isReported) return
    this.#isReported = true
    const why = 'an address without a function, the first of this dump: was the binary stripped?'
    this.#problems.add(this.#line.lineAt(line, start, end), why)
  }

  /** The last column, `/src/main.go:17`. */
  #place(name: number): void {
    if (this.#placing === undefined) return
    let start = this.#columnStart(this.#columnEnd(name))
    // A paste keeps the tab and makes blanks of the rest of the column.
    while (start < this.#line.end && this.#line.bytes[start] === SPACE) start++
    const { names, tally } = this.#placing
    tally.push(start < this.#line.end ? names.intern(start, this.#line.end) : NOWHERE)
  }

  #columnStart(from: number): number {
    let at = from
    while (at < this.#line.end && this.#line.bytes[at] === TAB) at++
    return at
  }

  #columnEnd(from: number): number {
    let at = from
    while (at < this.#line.end && this.#line.bytes[at] !== TAB) at++
    return at
  }

  /** Where the function of `function+0x1d` ends. */
  #nameEnd(start: number): number {
    const end = this.#columnEnd(start)
    let plus = end - 1
    while (plus > start && this.#line.bytes[plus] !== PLUS) plus--
    return plus > start ? plus : end
  }

  #push(start: number, end: number): void {
    this.#stacks.push(this.#names.intern(start, end))
  }
}

const isFunction = (name: string): boolean => isFunctionName(name) || isCName(name)
