import { bisectLeft, sum } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { median } from '#shared/statistics/median.ts'
import type { Counts } from '#shared/trend/series.ts'
import type { Growing } from '../growth/growth.ts'
import type { Watched } from '../life/watched.ts'
import { LEAST_SHARE } from '../measure/sizes.ts'
import type { Figures, Seen } from '../model/figures.ts'
import type { Assessed } from './assessed.ts'
import { isTelling } from './healed.ts'

/** Few are left where no more stand than before the growth, or than this share of the most. */
export const FEW = LEAST_SHARE

/** How a leak stands now. @param group the stacks that rise together, the one that names the leak first */
export function seenOf(
  { running, now }: Watched,
  [first, ...others]: readonly [Assessed, ...Assessed[]],
  {
    processes,
    perHour,
    count,
    most,
    healed: gone,
  }: Pick<Figures, 'processes' | 'perHour' | 'count' | 'most' | 'healed'>,
): Seen {
  if (running.length === 0) return 'silent'
  // Ten thousand in one place are a finding that need not grow.
  if (processes.growing > 0) return perHour > 0 ? 'growing' : 'level'
  if (gone === undefined && !running.some((life) => isTelling(life, first.growths))) return 'unknown'
  const before = sum([first, ...others], ({ growing }) =>
    median(Float64Array.from(growing, ({ life }) => life.firstLevel)),
  )
  if (count > Math.max(before * running.length, FEW * most)) return 'level'
  const grewIn = new Set(first.growing.map(({ life }) => life.series.process.version))
  return gone?.version !== undefined && gone.at <= now && !grewIn.has(gone.version) ? 'fixed' : 'gone'
}

/** Whether every life that grew runs, and no count of it lies below the one before, since it began. */
export function rises(
  { lives, asSeen, running }: Watched,
  growing: readonly Growing[],
  ids: readonly SignatureId[],
): boolean {
  return growing.every(({ life: { series }, since }) => {
    const life = asSeen[lives.indexOf(series)]
    if (life === undefined || !running.includes(series)) return false
    const from = bisectLeft(life.times, since)
    return ids.every((id) => neverFalls(life.counts.get(id), from))
  })
}

function neverFalls(counts: Counts | undefined, from: number): boolean {
  if (counts === undefined) return true
  const { low, high, last } = counts
  return last.every(
    (count, i) =>
      i < from || (count === high[i] && (i === from || (low[i] as number) >= (last[i - 1] as number))),
  )
}
