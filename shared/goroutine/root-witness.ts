/** Decides for which stacks of a sampled profile the runtime's depth cap cut the entry function off. */

import type { Gathering } from './group-table.ts'

/** Program counters of one stack up to Go 1.22 (runtime/pprof, maxStack; measured on 1.19 and 1.21). */
const OLD_CAP = 32
/** Since Go 1.23 (GODEBUG=profstackdepth, which may raise it to 1024). */
const CAP = 128

interface Suspect {
  readonly gathering: Gathering
  readonly counters: number
  readonly last: number | undefined
}

/**
 * A stack as long as a cap is a suspect: of 128 counters or more, or of 32 if none of the profile is longer.
 * In debug=1 a stack that was not cut ends in runtime.goexit, the counter that most other stacks end in.
 */
export class RootWitness {
  readonly #suspects: Suspect[] = []
  /** Last counter → stacks that end in it and are no suspects. */
  readonly #ends = new Map<number, number>()
  #longest = 0

  /** Takes a stack of so many program counters; `last` is the outermost, where the form shows goexit. */
  see(gathering: Gathering, counters: number, last: number | undefined): void {
    this.#longest = Math.max(this.#longest, counters)
    if (counters === OLD_CAP || counters >= CAP) this.#suspects.push({ gathering, counters, last })
    else if (last !== undefined) this.#ends.set(last, (this.#ends.get(last) ?? 0) + 1)
  }

  /** Marks the stacks whose root is lost, once all were seen. */
  judge(): void {
    const goexit = this.#commonEnd()
    for (const { gathering, counters, last } of this.#suspects) {
      const isCapped = counters >= CAP || this.#longest === OLD_CAP
      if (isCapped && (last === undefined || last !== goexit)) gathering.rootLost = true
    }
  }

  #commonEnd(): number | undefined {
    let common: number | undefined
    let most = 0
    for (const [end, stacks] of this.#ends) {
      if (stacks > most) {
        common = end
        most = stacks
      }
    }
    return common
  }
}
