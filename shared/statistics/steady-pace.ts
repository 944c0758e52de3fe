/**
 * Did they come at a steady pace? A Bayes factor between two kinds of arrivals, each a mixture: at one pace by some clock,
 * at most behind a warm-up that is over, or with a pace that changes. It falls as a warm-up's does (exponentially: keys
 * met evenly; by a power of time: keys met with a long tail, Heaps 1978), or rises with a number that doubles again and
 * again (subscribers, who come and go).
 */
export interface Pace {
  /**
   * Natural logarithm of how many times as likely the arrivals are at a steady pace. Above 0 they were steady, below
   * their pace changed, around 0 nothing tells.
   */
  readonly log: number
  /** What came for good, in counts. */
  readonly came: number
}

/** Time constants of a pace that falls exponentially, as shares of the span: from an early warm-up to a hardly bent one. */
const TIME_CONSTANTS = [0.08, 0.12, 0.18, 0.27, 0.4, 0.6, 0.9, 1.35, 2]
/** Powers of time that distinct keys of a long tail come with (Heaps 1978: 0.4 to 0.8). */
const POWERS = [0.35, 0.5, 0.65, 0.8]
/**
 * A warm-up that is over before a steady pace is all that is left, in the same series: its time constants, as shares of
 * the span, its shares of all that came, and how often a steady pace has one before it.
 */
const WARM_CONSTANTS = [0.03, 0.06, 0.1, 0.15]
const WARM_SHARES = [0.1, 0.25, 0.5, 0.75]
const WARMED = 0.1
/** Doublings, over the span, of a number that doubles again and again, as that of subscribers does. */
const DOUBLINGS = [1.5, 2.5, 4]
/** Share that every model spreads evenly, so that a single arrival at an odd time rules none out. */
const EVEN = 0.02
/** Fewest windows that tell one pace from another. */
const LEAST_WINDOWS = 4

/**
 * @param marks level at the end of each window, in counts; what falls later did not come for good
 * @param clocks hours passed at each mark, by each clock that arrivals may keep, such as all hours and busy ones
 * @param mayDouble whether their number may double again and again
 */
export function steadyPace(
  marks: Float64Array,
  clocks: readonly Float64Array[],
  { mayDouble = false }: { readonly mayDouble?: boolean } = {},
): Pace {
  const arrivals = cameForGood(marks)
  const came = sum(arrivals)
  if (came <= 0 || arrivals.length < LEAST_WINDOWS) return { log: 0, came }
  const moving = clocks.map(inShares).filter((clock) => clock !== undefined)
  const steady = moving.map((clock) => expected(clock, (t) => t))
  const changing = moving.flatMap((clock) => [
    ...TIME_CONSTANTS.map((tau) => expected(clock, (t) => 1 - Math.exp(-t / tau))),
    ...POWERS.map((power) => expected(clock, (t) => t ** power)),
    ...(mayDouble ? DOUBLINGS : []).map((doublings) => expected(clock, (t) => 2 ** (doublings * t) - 1)),
  ])
  const warmed = moving.flatMap((clock) =>
    WARM_CONSTANTS.flatMap((tau) =>
      WARM_SHARES.map((warm) => expected(clock, (t) => warm * (1 - Math.exp(-t / tau)) + (1 - warm) * t)),
    ),
  )
  const scale = clumping(arrivals, [...steady, ...warmed, ...changing])
  const [even, behind, less] = [steady, warmed, changing].map((models) =>
    logLikelihood(arrivals, models, scale),
  ) as [number, number, number]
  return { log: logSum(even + Math.log(1 - WARMED), behind + Math.log(WARMED)) - less, came }
}

/** Rises of the level that no later mark takes back. */
function cameForGood(marks: Float64Array): Float64Array {
  const kept = marks.slice()
  for (let i = kept.length - 2; i >= 0; i--) kept[i] = Math.min(kept[i] as number, kept[i + 1] as number)
  return kept.subarray(1).map((mark, i) => mark - (kept[i] as number))
}

/** A clock from 0 to 1; undefined where it stands still. */
function inShares(clock: Float64Array): Float64Array | undefined {
  const start = clock[0] ?? 0
  const span = (clock.at(-1) ?? 0) - start
  return span > 0 ? clock.map((at) => (at - start) / span) : undefined
}

/** Share of the arrivals that each window should have. @param shape what has come by a share of the time, rising */
function expected(clock: Float64Array, shape: (share: number) => number): Float64Array {
  const windows = clock.subarray(1).map((to, i) => Math.max(0, shape(to) - shape(clock[i] as number)))
  const all = sum(windows)
  return windows.map((one) => ((1 - EVEN) * one) / all + EVEN / windows.length)
}

/** Variance over mean of the arrivals beside the best model, at least 1: those that come in clumps tell less (McCullagh 1983). */
function clumping(arrivals: Float64Array, models: readonly Float64Array[]): number {
  const came = sum(arrivals)
  const least = models.reduce((best, shares) => {
    const squares = arrivals.reduce((total, n, i) => {
      const due = came * (shares[i] as number)
      return total + (n - due) ** 2 / due
    }, 0)
    return Math.min(best, squares)
  }, Number.POSITIVE_INFINITY)
  return Math.max(1, least / Math.max(1, arrivals.length - 2))
}

/** Log of the mean likelihood of several models, each as likely as the others beforehand. */
function logLikelihood(arrivals: Float64Array, models: readonly Float64Array[], scale: number): number {
  const logs = models.map(
    (shares) =>
      arrivals.reduce((total, n, i) => total + (n === 0 ? 0 : n * Math.log(shares[i] as number)), 0) / scale,
  )
  const top = Math.max(...logs)
  return top + Math.log(logs.reduce((total, log) => total + Math.exp(log - top), 0) / logs.length)
}

/** Logarithm of the sum of two numbers that are given by theirs. */
const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
