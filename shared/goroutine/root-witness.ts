/** Decides for which stacks of a sampled profile the runtime's depth cap cut the entry function off. */

import type { Gathering } from './group-table.ts'

/** Program counters of one stack up to Go 1.22 (runtime/pprof, maxStack; measured on 1.19 and 1.21). */
const OLD_CAP = 32
/** Since Go 1.23 (GODEBUG=profstackdepth, which may raise it to 1024). */
const CAP = 128

interface Suspect {
  readonly gathering: Gathering
  readonly counters: number
  readonly end: number
}

/**
 * A stack as long as a cap is a suspect: of 128 counters or more, or of 32 if none of the profile is longer.
 * It is cleared if it ends where stacks that cannot be cut end, too: in debug=1 in the counter of
 * runtime.goexit, which all share, in debug=0 in an entry function that others have.
 */
export class RootWitness {
  readonly #suspects: Suspect[] = []
  /** Ends of the stacks that are no suspects. */
  readonly #ends = new Set<number>()
  #longest = 0

  /** Takes a stack of so many program counters; `end` is its outermost counter or the number of its root frame. */
  see(gathering: Gathering, counters: number, end: number): void {
    this.#longest = Math.max(this.#longest, counters)
    if (counters === OLD_CAP || counters >= CAP) this.#suspects.push({ gathering, counters, end })
    else this.#ends.add(end)
  }

  /** Marks the stacks whose root is lost, once all were seen. */
  judge(): void {
    for (const { gathering, counters, end } of this.#suspects) {
      const isCapped = counters >= CAP || this.#longest === OLD_CAP
      if (isCapped && !this.#ends.has(end)) gathering.rootLost = true
    }
  }
}
