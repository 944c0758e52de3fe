/** Finds the rows of a profile.proto table by their ids, which Go numbers 1, 2, 3, … and others as they like. */

import { refuse } from '#shared/reading/refusal.ts'

export class IdIndex {
  readonly #what: string
  /** Rows of the beginning whose id is their number + 1: they need no map. */
  #inOrder = 0
  #rows = 0
  readonly #others = new Map<number, number>()

  /** `what` is the table's word for a row. */
  constructor(what: string) {
    this.#what = what
  }

  /** Gives the next row its id. Refuses 0, which means "no row", and an id that is taken. */
  add(id: number): void {
    if (id <= 0) this.#malformed(`a ${this.#what} has the id ${id}`)
    if (id <= this.#inOrder || this.#others.has(id)) this.#malformed(`two ${this.#what}s have the id ${id}`)
    if (id === this.#rows + 1 && this.#others.size === 0) this.#inOrder++
    else this.#others.set(id, this.#rows)
    this.#rows++
  }

  /** Row number of an id. Refuses an id that no row has. */
  row(id: number): number {
    if (id > 0 && id <= this.#inOrder) return id - 1
    return this.#others.get(id) ?? this.#malformed(`there is no ${this.#what} with the id ${id}`)
  }

  #malformed(what: string): never {
    return refuse('malformed-profile', `The tables of the profile contradict each other: ${what}.`)
  }
}
