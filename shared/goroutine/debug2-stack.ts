/** Follows the lines of one goroutine of a full stack dump below its header. */

import type { ProblemList } from '#shared/reading/problem-list.ts'
import { ascii, isDigit, textOf } from './byte-text.ts'
import { areArguments, isCName, isFunctionName } from './go-symbol.ts'
import type { LineCursor } from './line-cursor.ts'
import type { NameTable } from './name-table.ts'
import { NOWHERE, type Placing } from './place-tally.ts'
import type { RosterTable } from './roster.ts'
import type { StackTable } from './stack-table.ts'

const TAB = 0x09
const COLON = 0x3a
const OPEN = 0x28
const CLOSE = 0x29

const CREATED_BY = ascii('created by ')
/** Since Go 1.21: `created by main.main in goroutine 1`. */
const IN_GOROUTINE = ascii(' in goroutine ')
/** GODEBUG=tracebackancestors=N: the stacks of the goroutines that led to this one follow. */
const ANCESTOR = ascii('[originating from goroutine ')
/** Up to Go 1.20 the root side is cut off there; since Go 1.21 `...51 frames elided...` stands in the middle. */
const ELIDED_ROOT = ascii('...additional frames elided...')
const ELIDED = ascii(' frames elided...')
/** `goroutine running on other thread; stack unavailable` (runtime/traceback.go, tracebacksomeothers). */
const UNAVAILABLE = ascii('stack unavailable')
/** `non-Go function at pc=0x…`, without a location, where no cgo symbolizer is set (printCgoTraceback). */
const NON_GO_NAME = 'non-Go function'
const NON_GO = ascii(NON_GO_NAME)
const AT_PC = ascii(' at pc=')
/** Behind each location that a cgo symbolizer gave (printOneCgoTraceback). */
const PC = ascii('pc=')

/** Printed frames from which on a stack without a marker may be cut: 100 less 3 hidden ones (Go 1.19.8). */
const UNMARKED_CUT = 97

/** What the line before allows the next one to be. */
type Expected = 'any' | 'location' | 'location-of-bare' | 'location-of-odd' | 'location-of-creator'

/** The stack of one goroutine; `begin` makes it ready for the next one. */
export class Debug2Stack {
  /** Name number after `created by`, -1 without. */
  creator = -1
  /** The last line of the stack was read: nothing of it can be missing. */
  isWhole = false
  #isElided = false
  #isCut = false
  #inAncestors = false
  #expected: Expected = 'any'
  #functionStart = 0
  #functionEnd = 0
  #functionLine = 0
  /** Name number → true where it was found to be a function. */
  readonly #functions: boolean[] = []

  readonly #line: LineCursor
  readonly #names: NameTable
  readonly #stacks: StackTable
  readonly #problems: ProblemList
  readonly #placing: Placing | undefined
  readonly #roster: RosterTable | undefined

  constructor(
    line: LineCursor,
    names: NameTable,
    stacks: StackTable,
    problems: ProblemList,
    placing: Placing | undefined,
    roster: RosterTable | undefined,
  ) {
    this.#line = line
    this.#names = names
    this.#stacks = stacks
    this.#problems = problems
    this.#placing = placing
    this.#roster = roster
  }

  begin(): void {
    this.#stacks.begin()
    this.#placing?.tally.begin()
    this.#roster?.begin()
    this.creator = -1
    this.isWhole = false
    this.#isElided = false
    this.#isCut = false
    this.#inAncestors = false
    this.#expected = 'any'
  }

  /** The entry function is not among the frames. */
  get rootLost(): boolean {
    return this.#isCut || (!this.#isElided && this.#stacks.depth >= UNMARKED_CUT)
  }

  /** A function stands there whose location line is still to come. */
  get awaitsLocation(): boolean {
    return this.#expected !== 'any'
  }

  /** Takes the current line. */
  take(): void {
    if (this.#inAncestors) return
    const { bytes, start } = this.#line
    if (bytes[start] === TAB) {
      this.#takeLocation()
      return
    }
    if (this.#expected !== 'any') this.missLocation()
    const open = this.#argumentsStart()
    if (open === start) this.#takeOther()
    else this.#takeFunction(start, open)
  }

  /** A log line may end in a parenthesis, too. */
  #takeFunction(start: number, open: number): void {
    const name = this.#names.intern(start, open)
    const isFunction = this.#functions[name] === true || this.#isFunction(name, open + 1)
    if (isFunction) {
      this.#stacks.push(name)
      this.#roster?.takeArguments(this.#line.bytes, open + 1, this.#line.end - 1)
    }
    this.#expect(isFunction ? 'location' : 'location-of-odd')
  }

  /** Looks once at each distinct name: what is no function is looked at each time, and is rare. */
  #isFunction(name: number, argumentsStart: number): boolean {
    const { bytes, end } = this.#line
    const isOne =
      isFunctionName(this.#names.text(name)) && areArguments(textOf(bytes, argumentsStart, end - 1))
    if (isOne) this.#functions[name] = true
    return isOne
  }

  /**
   * Where the parenthesis of the arguments opens; the start of the line if it does not end in arguments.
   * Arguments hold no parenthesis, functions do: `main.(*store).locked(...)`.
   */
  #argumentsStart(): number {
    const { bytes, start, end } = this.#line
    if (bytes[end - 1] !== CLOSE) return start
    let open = end - 2
    while (open > start && bytes[open] !== OPEN) open--
    return Math.max(open, start)
  }

  /** Records that the location line of the function before does not come. */
  missLocation(): void {
    if (this.#expected === 'location') this.#placing?.tally.push(NOWHERE)
    const isFunction = this.#expected === 'location' || this.#expected === 'location-of-creator'
    this.#problemAtFunction(isFunction ? 'a function without its location line' : 'no line of a stack dump')
    this.#expected = 'any'
  }

  #takeLocation(): void {
    const expected = this.#expected
    this.#expected = 'any'
    if (expected === 'location-of-bare') this.#takeBareLocation()
    if (expected === 'location-of-odd') this.#problemAtFunction('a function that cannot be read: left out')
    if (expected === 'location-of-creator') this.isWhole = true
    if (expected === 'any') this.#takeUnavailable()
    else if (this.#placing !== undefined) this.#place(expected, this.#placing)
  }

  /** Of `	/src/main.go:17 +0x1d` the part before the offset: a path may hold blanks, what follows no colon. */
  #place(expected: Expected, { names, tally }: Placing): void {
    const { bytes, start, end } = this.#line
    let colon = end - 1
    while (colon > start && bytes[colon] !== COLON) colon--
    const place = colon === start ? NOWHERE : names.intern(start + 1, this.#line.digitsEnd(colon + 1))
    if (expected === 'location-of-creator') tally.go = place
    else if (tally.depth < this.#stacks.depth) tally.push(place)
  }

  #problemAtFunction(why: string): void {
    const line = this.#line.lineAt(this.#functionLine, this.#functionStart, this.#functionEnd)
    this.#problems.add(line, why)
  }

  #takeUnavailable(): void {
    if (this.#stacks.depth === 0 && this.#line.endsWith(UNAVAILABLE)) this.isWhole = true
    else this.#problems.add(this.#line, 'a location line without its function')
  }

  #takeOther(): void {
    const line = this.#line
    if (line.startsWith(CREATED_BY)) this.#takeCreator()
    else if (line.startsWith(ELIDED_ROOT)) this.#isCut = true
    else if (line.endsWith(ELIDED)) this.#isElided = true
    else if (line.startsWith(ANCESTOR)) this.#inAncestors = true
    else if (line.startsWith(NON_GO) && line.startsWith(AT_PC, line.start + NON_GO.length)) {
      this.#push(line.start, line.start + NON_GO.length)
      this.#placing?.tally.push(NOWHERE)
    } else this.#takeBare()
  }

  /** A log line between a function and its location, or before another goroutine, has no program counter. */
  #takeBareLocation(): void {
    const name = textOf(this.#line.bytes, this.#functionStart, this.#functionEnd)
    if ((name === NON_GO_NAME || isCName(name)) && this.#line.includes(PC))
      this.#push(this.#functionStart, this.#functionEnd)
    else this.#problemAtFunction('no line of a stack dump')
  }

  /** What cgo symbolizers name has no arguments: it is a function only if such a location follows. */
  #takeBare(): void {
    const { bytes, start, end } = this.#line
    const isOdd = bytes.subarray(start, end).includes(OPEN)
    this.#expect(isOdd ? 'location-of-odd' : 'location-of-bare')
  }

  #takeCreator(): void {
    const { bytes, start } = this.#line
    let end = this.#line.end
    while (end > start && isDigit(bytes[end - 1])) end--
    const name = this.#line.endsWith(IN_GOROUTINE, end) ? end - IN_GOROUTINE.length : this.#line.end
    const creator = this.#names.intern(start + CREATED_BY.length, name)
    const isFunction = this.#functions[creator] === true || isFunctionName(this.#names.text(creator))
    if (isFunction) this.creator = creator
    this.#expect(isFunction ? 'location-of-creator' : 'location-of-odd')
  }

  #expect(expected: Expected): void {
    this.#expected = expected
    this.#functionStart = this.#line.start
    this.#functionEnd = this.#line.end
    this.#functionLine = this.#line.number
  }

  #push(start: number, end: number): void {
    this.#stacks.push(this.#names.intern(start, end))
  }
}
