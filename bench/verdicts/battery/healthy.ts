import type { Plan } from './plan.ts'
import type { Random } from './random.ts'

/** One snapshot's circumstances. */
export interface Instant {
  /** Hours since the start of the case, and since the start of this life. */
  readonly hour: number
  readonly lifeHour: number
  /** Hours since Monday 00:00 UTC. */
  readonly weekHour: number
  /** As a multiple of the average. */
  readonly traffic: number
  /** Connections served at this moment. */
  readonly served: number
}

/** AR(1): share of a deviation that is left at the next snapshot, ten minutes later. */
const PHI = 0.9
/** Deviation of the AR(1) wave as a share of the level. */
const AR_DEVIATION = 0.15

/**
 * Counts of a healthy signature, snapshot by snapshot; call it in the order of time.
 *
 * Waves, steps, spikes and batches are the same in each process of a service, noise is not.
 */
export function healthyCounts(plan: Plan, shared: Random, noise: Random): (at: Instant) => number {
  const { level, spanHours } = plan
  const chance = [shared.uniform(), shared.uniform(), shared.uniform()] as const
  const around = (mean: number): number => noise.poisson(Math.max(0, mean))
  let wave = 0
  switch (plan.background) {
    case 'flat':
      return () => around(level)
    case 'ar1':
      return () => {
        wave = PHI * wave + Math.sqrt(1 - PHI * PHI) * AR_DEVIATION * level * noise.normal()
        return Math.max(0, Math.round(level + wave))
      }
    case 'diurnal':
    case 'weekly':
      return ({ traffic }) => around(level * (0.3 + 0.7 * traffic))
    case 'step':
      return ({ hour }) =>
        around(hour < spanHours * (0.2 + 0.6 * chance[0]) ? level : level * (1.5 + chance[1]))
    case 'warm-up': {
      // Done well inside a life: what has not bent by the end of the data nobody can tell from a leak.
      const tau = (spanHours / (plan.restarts + 1)) * (0.02 + 0.13 * chance[0])
      return ({ lifeHour }) => around(level * (1 - Math.exp(-lifeHour / tau)))
    }
    case 'spike': {
      const begin = spanHours * (0.1 + 0.8 * chance[0])
      const peak = level * (3 + 12 * chance[1])
      return ({ hour }) => around(level + spikeAt(hour - begin, peak, 1 + 3 * chance[2]))
    }
    case 'pool-up-down': {
      const up = spanHours * (0.15 + 0.3 * chance[0])
      const down = up + spanHours * (0.15 + 0.3 * chance[1])
      return ({ hour }) => around(hour >= up && hour < down ? level * 2 : level)
    }
    case 'growing-load':
      // Every other service holds a fixed number of goroutines a connection, the rest only on average.
      return chance[0] < 0.5
        ? ({ served }) => 3 + served * (1 + Math.round(level / 60))
        : ({ traffic }) => around(3 + level * traffic)
    case 'nightly-batch':
      return ({ weekHour }) => {
        const into = (weekHour - 1) % 24
        return around(into >= 0 && into < 1 + 2 * chance[0] ? level * 4 : level)
      }
  }
}

/** Full for an hour, then drained with this time constant, hours. */
const spikeAt = (since: number, peak: number, drain: number): number =>
  since < 0 ? 0 : since < 1 ? peak : peak * Math.exp(-(since - 1) / drain)
