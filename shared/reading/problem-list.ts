/** Collects the places of an input that could not be read, bounded in number and in length. */

import { visibleText } from './visible.ts'

/** A place that could not be read; everything around it was. */
export interface Problem {
  /** 1-based line in the inflated text; 0 in debug=0, which has no lines. */
  readonly line: number
  /** The line itself, cut to 200 characters; those that cannot be seen are escaped. */
  readonly text: string
  readonly why: string
}

/** A line as the readers of text hold it: as text, or as bytes that become text only if the list keeps them. */
export interface ProblemLine {
  /** 1-based. */
  readonly number: number
  /** The first `characters` of the line, or a few more. */
  begin(characters: number): string
}

/** Problems kept of one input; a text in which every line is odd must not be answered by a bigger one. */
const MOST_PROBLEMS = 1_000
/** Characters kept of one line. */
const MOST_TEXT = 200

export class ProblemList {
  readonly #kept: Problem[] = []
  #more = 0

  /** Records a line; its text is asked for only if the list keeps it. */
  add(line: ProblemLine, why: string): void {
    if (this.#kept.length === MOST_PROBLEMS) this.#more++
    else {
      const text = visibleText(line.begin(MOST_TEXT).slice(0, MOST_TEXT))
      this.#kept.push({ line: line.number, text, why: visibleText(why) })
    }
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
