/** Collects the places of a dump that could not be read, bounded in number and in length. */

import { textOf } from './byte-text.ts'
import type { LineCursor } from './line-cursor.ts'
import type { Problem } from './model.ts'

/** Problems kept of one dump; a text in which every line is odd must not be answered by a bigger one. */
const MOST_PROBLEMS = 1_000
/** Characters kept of one line. */
const MOST_TEXT = 200
/** Bytes of the longest character in UTF-8 (RFC 3629 §3). */
const WIDEST_CHARACTER = 4

export class ProblemList {
  readonly #kept: Problem[] = []
  #more = 0

  /** Records the current line of a text dump. */
  add(line: LineCursor, why: string): void {
    this.addText(line.number, line.bytes, line.start, line.end, why)
  }

  /** Records the line that stands at `start` to before `end`. */
  addText(line: number, bytes: Buffer, start: number, end: number, why: string): void {
    if (this.#kept.length === MOST_PROBLEMS) {
      this.#more++
      return
    }
    const cut = Math.min(end, start + MOST_TEXT * WIDEST_CHARACTER)
    this.#kept.push({ line, text: textOf(bytes, start, cut).slice(0, MOST_TEXT), why })
  }

  /** Problems met, those that are not listed too. */
  get count(): number {
    return this.#kept.length + this.#more
  }

  /** All problems in the order in which they were met; the last one says how many more there were. */
  list(): readonly Problem[] {
    const last = this.#kept.at(-1)
    if (this.#more === 0 || last === undefined) return this.#kept
    const why = `${last.why}; ${this.#more} more problems are not listed`
    return [...this.#kept.slice(0, -1), { ...last, why }]
  }
}
