import { median } from '#shared/statistics/median.ts'
import { LEAST_GROWTH } from '../measure/sizes.ts'
import { LEVELLED } from '../model/quiet.ts'
import type { Growth, NotGrowing } from './growth.ts'

/**
 * Growth that an earlier life has shown the end of: it rose as high, and stayed. Each process warms up as the one
 * before it did, and until it is over a warm-up looks like a leak.
 *
 * @param growths all lives of one signature
 * @returns the same lives in the same order; a rise that an earlier one has ended at or above is no growth
 */
export function withoutWarmUps(growths: readonly Growth[]): Growth[] {
  if (!growths.some(hasLevelled)) return [...growths]
  const told = new Map<Growth, Growth>()
  for (const growth of [...growths].sort((a, b) => startOf(a) - startOf(b))) {
    const before = [...told.values()].filter((other) => startOf(other) < startOf(growth))
    const as = before.some(({ grows }) => grows)
      ? undefined
      : before.find((other) => hasLevelled(other) && other.life.lastLevel >= SAME * growth.life.lastLevel)
    told.set(growth, growth.grows && as !== undefined ? warmsUp(growth, as) : growth)
  }
  return growths.map((growth) => told.get(growth) ?? growth)
}

/** Levels within a tenth of one another are the same. */
const SAME = 0.9

/** It rose, and then stayed for at least as long: half of its time ago it stood where it ended. */
function hasLevelled(growth: Growth): boolean {
  if (growth.grows || !LEVELLED.includes(growth.quiet)) return false
  const { firstLevel, lastLevel, lowWater } = growth.life
  const half = lowWater.marks.length >> 1
  const middle = median(lowWater.marks.subarray(Math.max(0, half - 1), half + 2))
  return lastLevel - firstLevel > LEAST_GROWTH && middle >= SAME * lastLevel
}

function warmsUp({ life, rules }: Growth, as: Growth): NotGrowing {
  const { firstLevel, lastLevel, series } = as.life
  const why = `low water ${life.firstLevel} → ${life.lastLevel}; an earlier life of ${series.process.instance} went ${firstLevel} → ${lastLevel} and stayed there`
  return { grows: false, life, rules, quiet: 'bounded', why }
}

const startOf = ({ life: { series } }: Growth): number => series.process.startedAt ?? series.times[0] ?? 0
