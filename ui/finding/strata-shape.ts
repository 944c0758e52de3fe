/** Layers of goroutines as shapes: each lies on those that came before it. */

/** Of one layer; times as RFC 3339. */
export interface Layer {
  readonly after: string | null
  readonly until: string
  /** Goroutines at each dump. */
  readonly alive: readonly number[]
}

/** What is drawn of a layer. */
export interface Stratum {
  /** Path of an SVG, in the units of the box. */
  readonly path: string
  /** From 0, the oldest, to 1. */
  readonly youth: number
  readonly came: number
  readonly left: number
  readonly layer: Layer
}

/** Units of the box that the layers fill. */
export interface Box {
  readonly width: number
  readonly height: number
}

/**
 * Layers from the oldest at the bottom to the youngest. Between two dumps nobody knows when somebody left: the edge is
 * a straight line.
 *
 * @param times of the dumps, RFC 3339, two or more
 */
export function strataShapes(
  times: readonly string[],
  layers: readonly Layer[],
  { width, height }: Box,
): Stratum[] {
  const at = times.map(Date.parse)
  const [first = 0, last = 0] = [at[0], at.at(-1)]
  const sums = at.map((_, dump) => layers.reduce((sum, { alive }) => sum + (alive[dump] ?? 0), 0))
  const most = Math.max(1, ...sums)
  const x = (dump: number): string =>
    ((width * ((at[dump] ?? first) - first)) / Math.max(1, last - first)).toFixed(1)
  const y = (sum: number): string => (height - (height * sum) / most).toFixed(1)
  const floor = at.map(() => 0)
  return layers.map((layer, i) => {
    const roof = floor.map((sum, dump) => sum + (layer.alive[dump] ?? 0))
    const born = layer.alive.findIndex((count) => count > 0)
    // It begins to grow where the dump before has not seen it.
    const from = Math.max(0, born - 1)
    const dumps = at.map((_, dump) => dump).slice(from)
    const top = dumps.map((dump) => `${x(dump)} ${y(roof[dump] ?? 0)}`)
    const bottom = dumps.toReversed().map((dump) => `${x(dump)} ${y(floor[dump] ?? 0)}`)
    floor.splice(0, floor.length, ...roof)
    const came = Math.max(0, ...layer.alive)
    return {
      path: `M${[...top, ...bottom].join('L')}Z`,
      youth: layers.length < 2 ? 0 : i / (layers.length - 1),
      came,
      left: came - (layer.alive.at(-1) ?? 0),
      layer,
    }
  })
}
