/** Chance with a name: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  uniform(): number
  /** Mean 0, deviation 1. */
  normal(): number
  /** A whole number with this mean and variance. */
  poisson(mean: number): number
}

/** Above this mean a Poisson number is drawn as a rounded normal one: the two differ by less than a goroutine. */
const LARGE_MEAN = 40

/** mulberry32 (Tommy Ettinger, public domain), Box–Muller and Knuth's product on top of it. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const poisson = (mean: number): number => {
    if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const limit = Math.exp(-mean)
    let events = 0
    for (let product = uniform(); product > limit; product *= uniform()) events++
    return events
  }
  return { uniform, normal, poisson }
}
