/** Would a dump have shown a goroutine? A cut one shows those that are printed before its end. */

import type { Observation } from './observation.ts'

/**
 * The runtime prints goroutines in an order that never changes while they live (runtime.allgs). So one that is printed
 * before another that a cut dump still has would be in it, too.
 */
export class Presence {
  readonly #observations: readonly Observation[]
  /** Reference dump × cut dump → place of the last goroutine that both have, in the reference's order. */
  readonly #reach = new Map<number, number>()

  /** Id → last dump that has it, in whatever stack. */
  readonly #last = new Map<number, number>()

  constructor(observations: readonly Observation[]) {
    this.#observations = observations
    for (const [dump, { stacks }] of observations.entries())
      for (const { ids } of stacks) for (const id of ids) this.#last.set(id, dump)
  }

  /** The last dump that has a goroutine, in whatever stack; -1 where none has. */
  lastOf(id: number): number {
    return this.#last.get(id) ?? -1
  }

  /** The newest dump before `first` that would have shown who is printed at `place` in `first`; -1 where none would. */
  lastWithout(first: number, place: number | undefined): number {
    let dump = first - 1
    while (dump >= 0 && !this.#wouldShow(dump, first, place)) dump--
    return dump
  }

  /** The first dump after `last` that would have shown who is printed at `place` in `last`. */
  firstWithout(last: number, place: number | undefined): number | undefined {
    for (let dump = last + 1; dump < this.#observations.length; dump++)
      if (this.#wouldShow(dump, last, place)) return dump
    return undefined
  }

  #wouldShow(dump: number, reference: number, place: number | undefined): boolean {
    if (this.#observations[dump]?.isCut !== true) return true
    return place !== undefined && place < this.#reachOf(dump, reference)
  }

  #reachOf(dump: number, reference: number): number {
    const key = reference * this.#observations.length + dump
    const known = this.#reach.get(key)
    if (known !== undefined) return known
    const shown = new Set(this.#observations[dump]?.stacks.flatMap(({ ids }) => ids))
    let reach = -1
    for (const { ids, places } of this.#observations[reference]?.stacks ?? [])
      for (const [i, id] of ids.entries()) if (shown.has(id)) reach = Math.max(reach, places?.[i] ?? -1)
    this.#reach.set(key, reach)
    return reach
  }
}
