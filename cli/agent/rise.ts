/** Does a stack of a process rise? What a server that has to wait for what is held would have seen itself. */

import { risesBetween, type Spans, spanned } from '#shared/trend/rising.ts'

/** Profiles that are compared with as many before them: those of five minutes. */
const EACH = 5
/** Stacks of a process that are remembered; one with more is taken for one that rises. */
const MOST_STACKS = 2_000

export class Rise {
  #before: Spans<number> | undefined
  #now: Spans<number> | undefined
  #count = 0

  /** Whether a stack has risen from the five profiles before to the five that end with this one. */
  add(stacks: ReadonlyMap<number, number>): boolean {
    if (stacks.size > MOST_STACKS) return true
    this.#now = spanned(this.#now, stacks)
    this.#count++
    if (this.#count < EACH) return false
    const rises = this.#before !== undefined && risesBetween(this.#before, this.#now)
    ;[this.#before, this.#now, this.#count] = [this.#now, undefined, 0]
    return rises
  }
}
