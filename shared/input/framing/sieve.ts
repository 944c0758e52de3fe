/** Keeps of a long text what stands near goroutines, while the text comes in. */

import type { InputLimits } from '../input-limits.ts'
import { type InputRefusal, InputRefused } from '../input-refusal.ts'
import { tellGoroutines } from './goroutine-words.ts'

/** A text is judged in pieces of whole lines of about this many bytes. */
const PIECE_BYTES = 64 * 1024
/** Pieces that are kept behind one with goroutines: a stack of 100 frames and what a log says meanwhile. */
const KEPT_BEHIND = 2
const LF = 0x0a

/** Bytes of whole lines; `line` is the 1-based number of the first. */
export interface Region {
  readonly line: number
  readonly bytes: Buffer
}

export interface Sifted {
  readonly regions: readonly Region[]
  /** Nothing was left out: the one region is the text. */
  readonly isWhole: boolean
  /** Lines that were too long to be kept. */
  readonly refusals: readonly InputRefusal[]
}

/**
 * The whole text where it is short or `keepsAll`, else the parts of it that may hold dumps.
 * @throws InputRefused where more would be kept than may
 */
export async function sift(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
  limits: InputLimits,
  keepsAll: boolean,
): Promise<Sifted> {
  const sieve = new Sieve(source, limits, keepsAll)
  for await (const chunk of chunks) sieve.write(chunk)
  return sieve.end()
}

interface Piece extends Region {
  readonly tells: boolean
}

class Sieve {
  readonly #source: string
  readonly #limits: InputLimits
  readonly #keepsAll: boolean
  readonly #refusals: InputRefusal[] = []
  /** The piece that is being filled, and the number of its first line. */
  #open: Uint8Array[] = []
  #openBytes = 0
  #line = 1
  /** Bytes of a line that is too long, 0 outside of one. */
  #skipped = 0
  /** Pieces that stay, and the last one that stays only if the next has goroutines. */
  #kept: Piece[] = []
  #undecided: Piece | undefined
  #keptBytes = 0
  #seenBytes = 0
  #sinceTold = KEPT_BEHIND
  #isWhole = true
  /** The text is long: only what is near goroutines stays. */
  #sifts = false

  constructor(source: string, limits: InputLimits, keepsAll: boolean) {
    this.#source = source
    this.#limits = limits
    this.#keepsAll = keepsAll
  }

  write(chunk: Uint8Array): void {
    this.#seenBytes += chunk.length
    let start = 0
    while (start < chunk.length) {
      const wanted = this.#skipped > 0 ? 0 : Math.max(0, PIECE_BYTES - this.#openBytes)
      const feed =
        start + wanted > chunk.length ? -1 : chunk.indexOf(LF, Math.min(start + wanted, chunk.length))
      const end = feed < 0 ? chunk.length : feed + 1
      this.#take(chunk.subarray(start, end))
      if (feed >= 0) this.#close()
      start = end
    }
  }

  end(): Sifted {
    this.#close()
    const pieces =
      this.#isWhole && this.#undecided !== undefined ? [...this.#kept, this.#undecided] : this.#kept
    return { regions: joined(pieces), isWhole: this.#isWhole, refusals: this.#refusals }
  }

  #take(bytes: Uint8Array): void {
    if (this.#skipped > 0) {
      this.#skipped += bytes.length
      return
    }
    this.#open.push(bytes)
    this.#openBytes += bytes.length
    if (this.#openBytes > this.#limits.lineBytes + PIECE_BYTES) this.#skipLine()
  }

  /** The line that is being read is too long; the lines before it in the piece are not. */
  #skipLine(): void {
    const bytes = Buffer.concat(this.#open)
    const before = bytes.lastIndexOf(LF, bytes.length - 2) + 1
    if (bytes.length - before <= this.#limits.lineBytes) return
    this.#isWhole = false
    this.#open = before === 0 ? [] : [bytes.subarray(0, before)]
    this.#openBytes = before
    this.#close()
    this.#skipped = bytes.length - before
  }

  /** A piece is full: it ends with the end of a line, or with the text. */
  #close(): void {
    if (this.#skipped > 0) this.#refuseLine()
    if (this.#openBytes === 0) return
    // A copy: what is not kept must not be held by what is.
    const bytes = Buffer.concat(this.#open)
    const piece = { line: this.#line, bytes, tells: this.#keepsAll || tellGoroutines(bytes) }
    this.#open = []
    this.#openBytes = 0
    this.#line += lineFeeds(bytes)
    if (!this.#sifts && !this.#keepsAll && this.#seenBytes > this.#limits.wholeBytes) this.#beginToSift()
    if (this.#sifts) this.#decide(piece)
    else this.#keep(piece)
  }

  /** The text has become long: all that was kept so far is decided now. */
  #beginToSift(): void {
    const pieces = this.#kept
    this.#sifts = true
    this.#kept = []
    this.#keptBytes = 0
    for (const piece of pieces) this.#decide(piece)
  }

  #decide(piece: Piece): void {
    if (piece.tells) {
      if (this.#undecided !== undefined) this.#keep(this.#undecided)
      this.#undecided = undefined
      this.#sinceTold = 0
      this.#keep(piece)
    } else if (++this.#sinceTold <= KEPT_BEHIND) this.#keep(piece)
    else {
      if (this.#undecided !== undefined) this.#isWhole = false
      this.#undecided = piece
    }
  }

  #keep(piece: Piece): void {
    this.#kept.push(piece)
    this.#keptBytes += piece.bytes.length
    const { keptBytes } = this.#limits
    if (this.#keptBytes <= keptBytes) return
    throw new InputRefused({
      source: this.#source,
      line: piece.line,
      reason: 'inflated-too-large',
      detail: `More than ${keptBytes} bytes of it look like dumps: cut the newest one out and send it alone.`,
      limit: keptBytes,
      actual: this.#keptBytes,
    })
  }

  #refuseLine(): void {
    const { lineBytes } = this.#limits
    this.#refusals.push({
      source: this.#source,
      line: this.#line,
      reason: 'inflated-too-large',
      detail: `Line ${this.#line} has ${this.#skipped} bytes, the limit is ${lineBytes}: cut the dump out of it.`,
      limit: lineBytes,
      actual: this.#skipped,
    })
    this.#line++
    this.#skipped = 0
    this.#openBytes = 0
  }
}

/** Neighbours become one region. */
function joined(pieces: readonly Piece[]): Region[] {
  const regions: { line: number; parts: Buffer[]; next: number }[] = []
  for (const { line, bytes } of pieces) {
    const last = regions.at(-1)
    const next = line + lineFeeds(bytes)
    if (last?.next !== line) regions.push({ line, parts: [bytes], next })
    else {
      last.parts.push(bytes)
      last.next = next
    }
  }
  return regions.map(({ line, parts }) => ({
    line,
    bytes: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts),
  }))
}

function lineFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++
  return count
}
