/** Collects the lines of a table that could not be read, bounded in number and in length. */

import type { Line } from './lines.ts'
import type { Problem } from './model.ts'

/** Problems kept of one table; a text in which every line is odd must not be answered by a bigger one. */
const MOST_PROBLEMS = 1_000
/** Characters kept of one line. */
const MOST_TEXT = 200

export class ProblemList {
  readonly #kept: Problem[] = []
  #more = 0

  add(line: Line, why: string): void {
    if (this.#kept.length === MOST_PROBLEMS) this.#more++
    else this.#kept.push({ line: line.number, text: line.text.slice(0, MOST_TEXT), why })
  }

  /** All problems in the order of their lines; the last one says how many more there were. */
  list(): readonly Problem[] {
    const last = this.#kept.at(-1)
    if (this.#more === 0 || last === undefined) return this.#kept
    const why = `${last.why}; ${this.#more} more problems are not listed`
    return [...this.#kept.slice(0, -1), { ...last, why }]
  }
}
