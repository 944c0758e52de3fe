import { max, sum } from 'd3-array'
import type { Cause } from '#shared/cause/cause.ts'
import type { Limits } from '#shared/settings/settings.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { meanRate } from '../growth/mean-rate.ts'
import type { Rate } from '../model/figures.ts'
import type { TimeToLimit } from '../model/verdict.ts'
import type { Assessed } from './assessed.ts'

/** Limits further away than this many hours say nothing: ten years. */
const FAR = 87_600

/**
 * The limit that a leak meets first; undefined where it meets none, or none that is near enough to matter.
 *
 * Descriptors are met by causes whose goroutines each hold a connection; goroutines by all twins together, on top of
 * all others of their process.
 *
 * @param isRunning the lives that run now
 */
export function timeToLimit(
  { goroutines, descriptors }: Limits,
  cause: Cause | undefined,
  group: readonly [Assessed, ...Assessed[]],
  isRunning: ReadonlySet<LifeSeries>,
): TimeToLimit | undefined {
  const [first] = group
  const rate = meanRate(first.growing)
  const now = first.growing.filter(({ life }) => isRunning.has(life.series))
  const running = now.map(({ life }) => life.series)
  const held = max(now, ({ life }) => life.counts.last.at(-1) ?? 0) ?? 0
  const met = [
    cause !== undefined && holdsConnection(cause)
      ? timeTo('file descriptors', descriptors, held, rate)
      : undefined,
    goroutines === undefined
      ? undefined
      : timeTo('goroutines', goroutines, max(running, totalOf) ?? 0, rateOfAll(group)),
  ]
  return met
    .filter((each) => each !== undefined)
    .sort((a, b) => a.hours - b.hours)
    .at(0)
}

function timeTo(what: TimeToLimit['what'], limit: number, held: number, rate: Rate): TimeToLimit | undefined {
  if (!(rate.perHour > 0)) return undefined
  const left = Math.max(0, limit - held)
  const hours = left / rate.perHour
  if (hours > FAR) return undefined
  const latest = rate.low95 > 0 ? left / rate.low95 : null
  return { what, limit, hours, soonest: left / rate.high95, latest }
}

/** Goroutines of a process at its newest count. */
const totalOf = ({ counts }: LifeSeries): number => sum(counts.values(), ({ last }) => last.at(-1) ?? 0)

function rateOfAll(group: readonly Assessed[]): Rate {
  const rates = group.map(({ growing }) => meanRate(growing))
  return {
    perHour: sum(rates, ({ perHour }) => perHour),
    low95: sum(rates, ({ low95 }) => low95),
    high95: sum(rates, ({ high95 }) => high95),
  }
}

/** Causes of net/http, and of clients that wait on the network, keep a socket for each goroutine. */
const holdsConnection = ({ group, match }: Cause): boolean =>
  group === 'http' || match.some(({ any = [] }) => any.some((name) => name.startsWith('net.(*conn)')))
