import { max, sum } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { thin } from '#shared/statistics/thin.ts'
import { heldTotals, heldUntil } from '#shared/trend/running.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { familyCounts } from '../life/family-counts.ts'
import type { Watched } from '../life/watched.ts'
import type { Figures, Rate, Spread } from '../model/figures.ts'
import type { Assessed } from './assessed.ts'
import { healed } from './healed.ts'
import { rises, seenOf } from './seen.ts'

/** Times at which the most that ever stood is looked for. */
const MOST_TIMES = 2_000
/** Instances that a sentence can name. */
const MOST_NAMES = 2

/**
 * The numbers of a leak.
 *
 * @param group the stacks that rise together, the one that names the leak first
 * @param rates of one process, for each of them
 */
export function figuresOf(
  watched: Watched,
  group: readonly [Assessed, ...Assessed[]],
  rates: readonly Rate[],
): Figures {
  const { lives, now } = watched
  const [first] = group
  const ids = group.flatMap(stacksOf)
  const gone = healed(lives, first)
  const earliest = first.growing.reduce((a, b) => (b.since < a.since ? b : a))
  const count = countNow(watched, ids)
  const perHour = sum(rates, (rate) => rate.perHour)
  const figures = {
    count,
    most: Math.max(count, mostOf(watched, ids)),
    perHour,
    low95: sum(rates, ({ low95 }) => low95),
    high95: sum(rates, ({ high95 }) => high95),
    processes: spreadOf(watched, growingNow(watched, first)),
    since: Math.min(now, earliest.since),
    version: earliest.life.series.process.version,
    lastHeard: watched.lastHeard,
    heldUntil: max(watched.standing, heldUntil),
    healed: gone,
  }
  const seen = seenOf(watched, group, figures)
  return { ...figures, seen, neverFell: seen === 'growing' && rises(watched, first.growing, ids) }
}

/** The lives that run now and grow, in the order of their names. */
export function growingNow({ running }: Watched, { growing }: Assessed): LifeSeries[] {
  const grew = new Set(growing.map(({ life }) => life.series))
  return running.filter((life) => grew.has(life))
}

/** Signatures that one member stands for. */
export const stacksOf = ({
  signature,
  family,
}: Pick<Assessed, 'signature' | 'family'>): readonly SignatureId[] => family ?? [signature.id]

/** Goroutines of some stacks in the processes that run now, or, where none does, in those that ran last. */
export const countNow = ({ standing }: Pick<Watched, 'standing'>, ids: readonly SignatureId[]): number =>
  sum(standing, ({ counts }) => sum(ids, (id) => counts.get(id)?.last.at(-1) ?? 0))

/** The most goroutines of some stacks that stood at one time. */
function mostOf({ asSeen, now }: Watched, ids: readonly SignatureId[]): number {
  const held = new Map(asSeen.map((life) => [life, familyCounts(life, ids)?.last]))
  const times = new Set<number>()
  for (const life of asSeen) if (held.get(life) !== undefined) for (const at of life.times) times.add(at)
  const at = thin(Float64Array.from(times).sort(), MOST_TIMES).filter((time) => time <= now)
  return heldTotals(asSeen, (life) => held.get(life), at).sums.reduce((a, b) => Math.max(a, b), 0)
}

function spreadOf({ running }: Watched, growing: readonly LifeSeries[]): Spread {
  const names = [...new Set(growing.map(({ process }) => process.instance))].sort()
  const few = names.length <= MOST_NAMES && names.length < running.length
  return { growing: names.length, of: running.length, names: few ? names : [] }
}
