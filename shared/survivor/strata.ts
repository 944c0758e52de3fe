/** Goroutines of one stack by when they came, alive at each dump: the layers of its chart. */

import type { Stays } from './follow.ts'

/** Goroutines that came between two dumps. */
export interface Layer {
  /** They came after this time, milliseconds since the epoch; undefined: nobody saw when. */
  readonly after: number | undefined
  /** The dump that was the first to show them. */
  readonly until: number
  /** How many are there at each dump, in the order of `times`. */
  readonly alive: readonly number[]
}

/** A stack in layers, the oldest first. */
export interface Strata {
  /** Times of the dumps, ascending, milliseconds since the epoch. */
  readonly times: readonly number[]
  readonly layers: readonly Layer[]
}

/** Layers of a chart: more cannot be told apart. */
const MOST_LAYERS = 24

/**
 * @param times of the dumps of one process, ascending
 * @param stacks stays in one stack, or in several that belong together
 */
export function strataOf(times: readonly number[], stacks: readonly Stays[]): Strata {
  const size = Math.ceil(times.length / MOST_LAYERS)
  const layers = new Map<number, number[]>()
  for (const { weight, stays } of stacks)
    for (const { first, last } of stays) {
      // The first dump is a layer by itself: the age of those in it is unknown.
      const layer = first === 0 ? 0 : 1 + Math.floor((first - 1) / size)
      const alive = layers.get(layer) ?? times.map(() => 0)
      layers.set(layer, alive)
      for (let dump = first; dump <= last; dump++) alive[dump] = (alive[dump] ?? 0) + weight
    }
  return {
    times,
    layers: [...layers]
      .sort((a, b) => a[0] - b[0])
      .map(([layer, alive]) => ({
        after: layer === 0 ? undefined : times[(layer - 1) * size],
        until: times[layer === 0 ? 0 : Math.min(layer * size, times.length - 1)] ?? 0,
        alive,
      })),
  }
}
