import { theilSen } from '#shared/statistics/theil-sen.ts'
import { type Detector, type Method, methodAt } from '../method.ts'
import { rankWithTime } from './rank-correlation.ts'
import { type Line, scoresOf } from './service.ts'

/** Either gate opens (lf-edge/eve, pkg/pillar/cmd/watcher). */
const LEAST_R2 = 0.4
const LEAST_RANK = 0.5
/** Growth must stand above so many deviations of the residuals, and above so many goroutines. */
const SIGMAS = 2
const LEAST_GROWTH = 10
/** Samples that eve waits for. */
const LEAST_POINTS = 10

const scoresFrom =
  (points: number, scoreOf: (fit: Fit) => number | undefined): Detector['scores'] =>
  (input) =>
    scoresOf(input, (line) => {
      const fit = line.counts.length < points ? undefined : knownFit(line)
      return fit && scoreOf(fit)
    })

const growthOf = ({ growth, deviations, shape }: Fit): number | undefined =>
  deviations >= SIGMAS && shape >= 1 ? growth : undefined

/** The engine of eve's watcher, asked of each signature instead of the process's memory. */
export const EVE_GROWTH: Detector = {
  name: "eve's recipe",
  source: 'lf-edge/eve, pkg/pillar/cmd/watcher',
  score: 'goroutines of growth',
  published: [LEAST_GROWTH],
  scores: scoresFrom(0, growthOf),
}

export const EVE_DEVIATIONS: Detector = {
  ...EVE_GROWTH,
  score: 'growth over deviation',
  published: [SIGMAS],
  scores: scoresFrom(0, ({ growth, deviations, shape }) =>
    growth >= LEAST_GROWTH && shape >= 1 ? deviations : undefined,
  ),
}

export const EVE_SHAPE: Detector = {
  ...EVE_GROWTH,
  score: 'R² or rank, of its gate',
  published: [1],
  scores: scoresFrom(0, ({ growth, deviations, shape }) =>
    growth >= LEAST_GROWTH && deviations >= SIGMAS ? shape : undefined,
  ),
}

export const EVE: Method = methodAt(
  { ...EVE_GROWTH, scores: scoresFrom(LEAST_POINTS, growthOf) },
  LEAST_GROWTH,
)

interface Fit {
  /** Goroutines from end to end of the line. */
  readonly growth: number
  /** The growth in deviations of the residuals. */
  readonly deviations: number
  /** The better one of R² and rank correlation, each as a multiple of its published gate. */
  readonly shape: number
}

/** Fits by their counts: three scores are taken of one. */
const fits = new WeakMap<Float64Array, { readonly fit: Fit | undefined }>()

function knownFit(line: Line): Fit | undefined {
  const known = fits.get(line.counts) ?? { fit: fitOf(line) }
  fits.set(line.counts, known)
  return known.fit
}

/** The Theil–Sen line of a count; undefined where it does not rise. */
function fitOf({ times, counts }: Line): Fit | undefined {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
  const level = counts[0] ?? 0
  if (counts.every((count) => count === level)) return undefined
  const { slope, intercept } = theilSen(
    times.map((at) => at - first),
    counts,
  )
  if (!(slope > 0)) return undefined
  const residuals = counts.map((count, i) => count - intercept - slope * ((times[i] as number) - first))
  const left = meanSquare(residuals)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const r2 = 1 - left / meanSquare(counts.map((count) => count - mean))
  const growth = slope * (last - first)
  return {
    growth,
    deviations: left > 0 ? growth / Math.sqrt(left) : Number.POSITIVE_INFINITY,
    shape: Math.max(r2 / LEAST_R2, rankWithTime(counts) / LEAST_RANK),
  }
}

const meanSquare = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length
