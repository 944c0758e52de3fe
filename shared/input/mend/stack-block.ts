/** The block of one goroutine while its lines are read, in the runtime's own form. */

import { isBareFunction } from './function-line.ts'
import type { Piece } from './pieces.ts'

/** The runtime writes it where a function has no file (runtime/traceback.go, `?:0`). */
const NO_LOCATION = '\t?:0'
/** Where frames of the middle were taken out; how many nobody knows. */
const ELIDED_MIDDLE = '...1 frames elided...'
/** The entry function is not among the frames. */
const ELIDED_ROOT = '...additional frames elided...'
const UNAVAILABLE = '\tgoroutine running on other thread; stack unavailable'

export interface BlockLine {
  readonly text: string
  readonly number: number
}

export class StackBlock {
  readonly id: string
  readonly twins: readonly string[]
  /** Line of its header. */
  readonly number: number
  readonly lines: BlockLine[] = []
  /** Goroutines in the same stack that a person wrote as a number. */
  copies = 0
  frames = 0
  /** The creator was read: nothing of the stack is below. */
  isWhole = false
  /** A frame of it, or its end, was taken out or cut off. */
  isShortened = false
  #awaiting: BlockLine | undefined
  #hasMark = false
  #isRootLost = false
  #isUnavailable = false
  #inAncestors = false

  constructor(header: Piece & { is: 'header' }) {
    this.id = header.id
    this.twins = header.twins
    this.number = header.number
    this.lines.push({ text: header.text, number: header.number })
  }

  /** A function or creator stands there whose location is still to come. */
  get awaitsLocation(): boolean {
    return this.#awaiting !== undefined
  }

  get hasStack(): boolean {
    return this.frames > 0 || this.#isUnavailable
  }

  takeFunction(piece: Piece & { is: 'function' }): void {
    this.#beginFrame()
    this.frames++
    this.#awaiting = { text: piece.text, number: piece.number }
    if (piece.text.startsWith('non-Go function at')) this.#push(piece.text, piece.number)
  }

  /** A name without arguments: a function if it is one of Go, and of C if its location says so. */
  takeBare(piece: Piece & { is: 'bare' }, location: Piece | undefined): boolean {
    const isC = location?.text.includes('pc=') === true
    if (!isC && !isBareFunction(piece.text)) return false
    this.#beginFrame()
    this.frames++
    this.#awaiting = { text: isC ? piece.text : `${piece.text}(...)`, number: piece.number }
    return true
  }

  takeCreator(piece: Piece & { is: 'creator' }): void {
    this.#flush()
    if (this.#hasMark) this.loseRoot(piece.number)
    this.#awaiting = { text: piece.text, number: piece.number }
    this.isWhole = true
  }

  /** A location without its function is one that stands twice, or that of a log line. */
  takeLocation(piece: Piece & { is: 'location' }): void {
    const function_ = this.#awaiting
    if (function_ === undefined) return
    this.#push(function_.text, function_.number)
    this.#push(piece.text, piece.number)
  }

  takeElided(piece: Piece): void {
    this.#flush()
    this.lines.push({ text: piece.text, number: piece.number })
    if (piece.text === ELIDED_ROOT) this.#isRootLost = true
  }

  takeAncestor(piece: Piece): void {
    this.takeElided(piece)
    this.#inAncestors = true
    this.isWhole = true
  }

  /** Stacks of ancestors belong to the goroutine, after its creator. */
  get takesMore(): boolean {
    return !this.isWhole || this.#inAncestors
  }

  takeUnavailable(piece: Piece): void {
    if (this.frames > 0) return
    this.#isUnavailable = true
    this.lines.push({ text: UNAVAILABLE, number: piece.number })
  }

  takeMark(): void {
    this.#hasMark = true
  }

  /** Ends the block: what is missing is said in the runtime's words. */
  finish(): void {
    this.#flush()
    if (this.#hasMark && !this.isWhole) this.loseRoot(this.number)
    if (!this.hasStack) this.lines.splice(1, 0, { text: UNAVAILABLE, number: this.number })
  }

  /** The frames on the root side are lost: the text ends inside the goroutine, or they were taken out. */
  loseRoot(number: number): void {
    this.#flush()
    this.#hasMark = false
    this.isShortened = true
    if (this.#isRootLost || this.frames === 0) return
    this.#isRootLost = true
    this.lines.push({ text: ELIDED_ROOT, number })
  }

  #beginFrame(): void {
    this.#flush()
    if (!this.#hasMark) return
    this.#hasMark = false
    this.isShortened = true
    if (this.frames > 0) this.lines.push({ text: ELIDED_MIDDLE, number: this.lines.at(-1)?.number ?? 0 })
  }

  #push(text: string, number: number): void {
    this.lines.push({ text, number })
    this.#awaiting = undefined
  }

  #flush(): void {
    const function_ = this.#awaiting
    if (function_ === undefined) return
    this.#push(function_.text, function_.number)
    this.#push(NO_LOCATION, function_.number)
  }
}
