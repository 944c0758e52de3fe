/** Puts the pieces of a stack dump together: one block per goroutine; what is no line of a stack is left out. */

import { leftOutBy } from './cut-mark.ts'
import type { NoteBook } from './notes.ts'
import type { Piece } from './pieces.ts'
import { StackBlock } from './stack-block.ts'

/** Gives each block to `emit` once its goroutine ends; answers whether the end of the dump is missing. */
export function readBlocks(
  pieces: Iterable<Piece>,
  notes: NoteBook,
  emit: (block: StackBlock) => void,
): { readonly isCut: boolean } {
  return new BlockReader(notes, emit).read(pieces)
}

/** Goroutines that one number may stand for; more are noted as left out. */
const MOST_COPIES = 100_000

/** In a goroutine, in one that is not counted, or in lines that belong to none. */
type Place = 'outside' | 'inside' | 'skipped' | 'headless'

class BlockReader {
  readonly #notes: NoteBook
  readonly #emit: (block: StackBlock) => void
  readonly #ids = new Set<string>()
  #block: StackBlock | undefined
  #place: Place = 'outside'
  /** What the last line that is no noise was. */
  #last: Piece | undefined
  /** It is several words: no name that was cut in the middle. */
  #isSentence = false
  /** Registers and threads of GOTRACEBACK=crash repeat goroutines: that is no loss. */
  #isCrash = false
  #hasLocations = false
  #pendingMark: Piece | undefined
  /** A header that cannot be read, until what is below it is seen. */
  #oddHeader: Piece | undefined
  /** The last mark whose goroutines are counted: it cuts nothing off. */
  #numbered: Piece | undefined

  constructor(notes: NoteBook, emit: (block: StackBlock) => void) {
    this.#notes = notes
    this.#emit = emit
  }

  read(pieces: Iterable<Piece>): { readonly isCut: boolean } {
    let before: Piece | undefined
    for (const piece of pieces) {
      if (before !== undefined) this.#see(before, piece)
      before = piece
    }
    if (before !== undefined) this.#see(before, undefined)
    this.#noteOddHeader(undefined)
    const isCut = this.#isCutOff(before)
    if (isCut && this.#block?.isWhole === false) this.#block.loseRoot(this.#last?.number ?? 0)
    if (isCut) this.#pendingMark = undefined
    this.#close()
    return { isCut }
  }

  #see(piece: Piece, next: Piece | undefined): void {
    this.#take(piece, next)
    if (piece.is === 'location') this.#hasLocations = true
    if (piece.is === 'noise' || piece.is === 'blank') return
    this.#isSentence = piece.is === 'bare' && this.#last?.is === 'bare' && this.#last.number === piece.number
    this.#last = piece
  }

  #take(piece: Piece, next: Piece | undefined): void {
    if (piece.is !== 'blank' && piece.is !== 'noise') this.#noteOddHeader(piece)
    if (piece.is === 'mark' && this.#takeNumber(piece)) return
    if (piece.is === 'header') this.#open(piece)
    else if (piece.is === 'odd-header') this.#loseHeader(piece)
    else if (piece.is === 'system') this.#skip()
    else if (this.#block?.takesMore) this.#takeInside(this.#block, piece, next)
    else if (this.#block !== undefined && piece.is === 'location') this.#block.takeLocation(piece)
    else if (this.#block !== undefined && piece.is === 'ancestor') this.#block.takeAncestor(piece)
    else if (piece.is === 'mark') this.#takeMarkOutside(piece)
    else if (isFrame(piece, next)) this.#takeHeadless(piece)
  }

  #open(header: Piece & { is: 'header' }): void {
    // A header directly below itself: the first one is a caption.
    const isCaption = this.#last?.is === 'header' && this.#block?.id === header.id
    if (isCaption) this.#block = new StackBlock(header)
    if (isCaption) return
    this.#close()
    if (header.id === '0') {
      this.#isCrash = true
      this.#skip()
    } else if (this.#ids.has(header.id)) {
      this.#skip()
      if (!this.#isCrash)
        this.#notes.add('twice', header.number, (n) => `${n} stood twice in this dump: counted once.`)
    } else {
      this.#ids.add(header.id)
      this.#block = new StackBlock(header)
      this.#place = 'inside'
    }
  }

  #skip(): void {
    this.#close()
    this.#place = 'skipped'
  }

  /** A header with words behind it is lost, but where it is the caption of the header below it. */
  #loseHeader(piece: Piece): void {
    this.#skip()
    this.#oddHeader = piece
  }

  #noteOddHeader(next: Piece | undefined): void {
    const piece = this.#oddHeader
    this.#oddHeader = undefined
    if (piece === undefined || (next?.is === 'header' && idOf(piece.text) === next.id)) return
    this.#notes.add('header', piece.number, (n) => `${n} not counted: the header line cannot be read.`)
  }

  #takeInside(block: StackBlock, piece: Piece, next: Piece | undefined): void {
    if (piece.is === 'function') block.takeFunction(piece)
    else if (piece.is === 'bare' && !this.#isHalfLocation(block, next))
      block.takeBare(piece, next?.is === 'location' ? next : undefined)
    else if (piece.is === 'location') block.takeLocation(piece)
    else if (piece.is === 'creator') block.takeCreator(piece)
    else if (piece.is === 'elided') block.takeElided(piece)
    else if (piece.is === 'ancestor') block.takeAncestor(piece)
    else if (piece.is === 'unavailable') block.takeUnavailable(piece)
    else if (piece.is === 'mark') block.takeMark()
  }

  /** The end of the text where a location is due: `/src/github.co` is no function. */
  #isHalfLocation(block: StackBlock, next: Piece | undefined): boolean {
    return next === undefined && this.#hasLocations && block.awaitsLocation
  }

  /** Takes a mark that says how many goroutines it stands for. */
  #takeNumber(piece: Piece): boolean {
    const left = this.#place === 'skipped' ? undefined : leftOutBy(piece.text)
    if (left === undefined || this.#block === undefined) return false
    this.#numbered = piece
    if (left.isSame && left.goroutines <= MOST_COPIES) this.#block.copies += left.goroutines
    else
      this.#notes.add('left-out', piece.number, (n) => `${n} left out of this text by hand.`, left.goroutines)
    return true
  }

  /** Between goroutines somebody took out goroutines; at least one. */
  #takeMarkOutside(piece: Piece): void {
    if (this.#place === 'skipped') return
    this.#pendingMark = piece
  }

  /** A stack whose header is lost: the text begins inside a goroutine, or its header was cut out. */
  #takeHeadless(piece: Piece): void {
    if (this.#place === 'skipped' || this.#place === 'headless') return
    this.#close()
    this.#place = 'headless'
    this.#notes.add(
      'headless',
      piece.number,
      (n) => `${n} not counted: a stack stands here without its header line.`,
    )
  }

  #close(): void {
    this.#noteMark()
    const block = this.#block
    this.#block = undefined
    this.#place = 'outside'
    if (block === undefined) return
    block.finish()
    this.#emit(block)
    if (block.isShortened) {
      this.#notes.add(
        'shortened',
        block.number,
        (n) => `${n} with frames missing: lines of the stack were taken out or cut off.`,
      )
    } else if (!block.hasStack) {
      this.#notes.add(
        'no-stack',
        block.number,
        (n) => `${n} without a readable function: counted by state only.`,
      )
    }
  }

  #noteMark(): void {
    const mark = this.#pendingMark
    this.#pendingMark = undefined
    if (mark === undefined) return
    this.#notes.add('unknown', mark.number, (n) => `At least ${n} left out of this text by hand.`)
  }

  /** The last line is a mark, half a line, or a function of a stack whose other functions have locations. */
  #isCutOff(end: Piece | undefined): boolean {
    const last = this.#last
    if (last === undefined) return false
    if (
      (last.is === 'mark' && last !== this.#numbered) ||
      last.is === 'odd-header' ||
      last.is === 'odd-creator'
    )
      return true
    if (last.is === 'function' && last.isOpen) return true
    if (this.#block === undefined || this.#block.isWhole) return false
    const isName = last.is === 'function' || (last.is === 'bare' && !this.#isSentence)
    return isName && last === end && this.#hasLocations
  }
}

const idOf = (header: string): string | undefined => /oroutine[ \t]+(\d+)/.exec(header)?.[1]

/** Whether a piece is part of a stack: outside of a goroutine a word alone is none. */
const isFrame = (piece: Piece, next: Piece | undefined): boolean =>
  (piece.is === 'function' && next?.is === 'location') || (piece.is === 'creator' && next?.is === 'location')
