import { theilSen } from '#shared/trend/theil-sen.ts'
import type { Method } from '../method.ts'
import { rankWithTime } from './rank-correlation.ts'
import { type Line, signaturesThat } from './service.ts'

/** Either gate opens (lf-edge/eve, pkg/pillar/cmd/watcher). */
const LEAST_R2 = 0.4
const LEAST_RANK = 0.5
/** Growth must stand above so many deviations of the residuals, and above so many goroutines. */
const SIGMAS = 2
const LEAST_GROWTH = 10
/** Samples that eve waits for. */
const LEAST_POINTS = 10

/** The engine of eve's watcher, asked of each signature instead of the process's memory. */
export const EVE: Method = {
  name: "eve's recipe",
  source: 'lf-edge/eve, pkg/pillar/cmd/watcher',
  answers: (input) => signaturesThat(input, leaks).map((id) => ({ signatures: [id] })),
}

function leaks({ times, counts }: Line): boolean {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
  const level = counts[0] ?? 0
  if (counts.length < LEAST_POINTS || counts.every((count) => count === level)) return false
  const { slope, intercept } = theilSen(
    times.map((at) => at - first),
    counts,
  )
  if (!(slope > 0)) return false
  const residuals = counts.map((count, i) => count - intercept - slope * ((times[i] as number) - first))
  const left = meanSquare(residuals)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const r2 = 1 - left / meanSquare(counts.map((count) => count - mean))
  const growth = slope * (last - first)
  if (growth < Math.max(LEAST_GROWTH, SIGMAS * Math.sqrt(left))) return false
  return r2 >= LEAST_R2 || rankWithTime(counts) >= LEAST_RANK
}

const meanSquare = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length
