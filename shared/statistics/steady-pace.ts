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

/** A series whose arrivals are asked. */
export interface Rising {
  /** Level at the end of each window, in counts; what falls later did not come for good. */
  readonly marks: Float64Array
  /** Hours passed at each mark, by each clock that arrivals may keep, such as all hours and busy ones. */
  readonly clocks: readonly Float64Array[]
}

/** The arrivals of one series, and how far each of its clocks had come at each mark, as shares of the longest series. */
interface Arriving {
  readonly arrivals: Float64Array
  readonly clocks: readonly Float64Array[]
}

/**
 * Several series, such as the lives of one program, have each a number of arrivals of its own, and a pace in common: a
 * warm-up takes as long in each of them, so that what none of them shows alone they show together.
 *
 * @param mayDouble whether their number may double again and again
 */
export function steadyPace(
  series: readonly Rising[],
  { mayDouble = false }: { readonly mayDouble?: boolean } = {},
): Pace {
  const came = series.reduce((total, { marks }) => total + sum(cameForGood(marks)), 0)
  const arriving = arrivingIn(series)
  const [first] = arriving
  if (first === undefined) return { log: 0, came }
  const all = first.clocks.map((_, clock) => clock)
  const models = (shape: (t: number) => number): Model[] =>
    all.map((clock) => arriving.map(({ clocks }) => expected(clocks[clock] as Float64Array, shape)))
  const steady = models((t) => t)
  const changing = [
    ...TIME_CONSTANTS.flatMap((tau) => models((t) => 1 - Math.exp(-t / tau))),
    ...POWERS.flatMap((power) => models((t) => t ** power)),
    ...(mayDouble ? DOUBLINGS : []).flatMap((doublings) => models((t) => 2 ** (doublings * t) - 1)),
  ]
  const warmed = WARM_CONSTANTS.flatMap((tau) =>
    WARM_SHARES.flatMap((warm) => models((t) => warm * (1 - Math.exp(-t / tau)) + (1 - warm) * t)),
  )
  const scale = clumping(arriving, [...steady, ...warmed, ...changing])
  const [even, behind, less] = [steady, warmed, changing].map((some) =>
    logLikelihood(arriving, some, scale),
  ) as [number, number, number]
  return { log: logSum(even + Math.log(1 - WARMED), behind + Math.log(WARMED)) - less, came }
}

/** Series of which something came, by the clocks that all of them have. */
function arrivingIn(series: readonly Rising[]): Arriving[] {
  const told = series.flatMap(({ marks, clocks }) => {
    const arrivals = cameForGood(marks)
    const moving = clocks.map(fromZero).filter((clock) => clock !== undefined)
    return sum(arrivals) <= 0 || arrivals.length < LEAST_WINDOWS || moving.length === 0
      ? []
      : [{ arrivals, clocks: moving }]
  })
  const common = Math.min(...told.map(({ clocks }) => clocks.length))
  const longest = (clock: number): number => Math.max(...told.map(({ clocks }) => clocks[clock]?.at(-1) ?? 0))
  return told.map(({ arrivals, clocks }) => ({
    arrivals,
    clocks: clocks.slice(0, common).map((passed, clock) => {
      const span = longest(clock)
      return passed.map((at) => at / span)
    }),
  }))
}

/** Rises of the level that no later mark takes back. */
function cameForGood(marks: Float64Array): Float64Array {
  const kept = marks.slice()
  for (let i = kept.length - 2; i >= 0; i--) kept[i] = Math.min(kept[i] as number, kept[i + 1] as number)
  return kept.subarray(1).map((mark, i) => mark - (kept[i] as number))
}

/** A clock from 0 on; undefined where it stands still. */
function fromZero(clock: Float64Array): Float64Array | undefined {
  const start = clock[0] ?? 0
  return (clock.at(-1) ?? 0) > start ? clock.map((at) => at - start) : undefined
}

/** Share of the arrivals that each window of each series should have. */
type Model = readonly Float64Array[]

/** @param shape what has come by a share of the time, rising */
function expected(clock: Float64Array, shape: (share: number) => number): Float64Array {
  const windows = clock.subarray(1).map((to, i) => Math.max(0, shape(to) - shape(clock[i] as number)))
  const all = sum(windows)
  return windows.map((one) => ((1 - EVEN) * one) / all + EVEN / windows.length)
}

/** Variance over mean of the arrivals beside the best model, at least 1: those that come in clumps tell less (McCullagh 1983). */
function clumping(series: readonly Arriving[], models: readonly Model[]): number {
  const windows = series.reduce((total, { arrivals }) => total + arrivals.length, 0)
  const least = Math.min(...models.map((model) => squaresBeside(series, model)))
  return Math.max(1, least / Math.max(1, windows - series.length - 1))
}

/** Squares of what the windows had beside what was due, in units of it. */
const squaresBeside = (series: readonly Arriving[], model: Model): number =>
  series.reduce((all, { arrivals }, life) => {
    const came = sum(arrivals)
    return arrivals.reduce((total, n, i) => {
      const due = came * (model[life]?.[i] as number)
      return total + (n - due) ** 2 / due
    }, all)
  }, 0)

/** Log of the mean likelihood of several models, each as likely as the others beforehand. */
function logLikelihood(series: readonly Arriving[], models: readonly Model[], scale: number): number {
  const logs = models.map(
    (model) =>
      series.reduce((all, { arrivals }, life) => {
        const shares = model[life] as Float64Array
        return arrivals.reduce(
          (total, n, i) => total + (n === 0 ? 0 : n * Math.log(shares[i] as number)),
          all,
        )
      }, 0) / scale,
  )
  const top = Math.max(...logs)
  return top + Math.log(logs.reduce((total, log) => total + Math.exp(log - top), 0) / logs.length)
}

/** Logarithm of the sum of two numbers that are given by theirs. */
const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
