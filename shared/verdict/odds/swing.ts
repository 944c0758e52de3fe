import { mean } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import { WINDOWS } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { noneLeft } from '../measure/changes.ts'
import { grouped } from '../model/words.ts'

/**
 * Degrees of freedom of a squared swing: that of a slot, from its least to its most (Feller 1951 of random walks, Tippett
 * 1925 of independent numbers; both have 4 to 5), or, where slots hold one count, that of neighbours (1, of which half
 * is in the next one already).
 */
const WITHIN = 4
const BETWEEN = 0.5
/** Fewest points whose swings tell anything. */
const LEAST_POINTS = 24
/** Shares of the life in which those that come and go may have become as many as they are: what stayed by then is theirs. */
const BEGINNINGS = [0, 0.25]
/** A swing counts for no more than so many times the median: a spike or a batch is none of those that come and go. */
const MOST_TIMES = 16

/**
 * Natural logarithm of how many times as likely the swings of the counts stayed as they were as grew with the count. A
 * leak stays beside healthy goroutines that come and go as before; where all come and go and only become more, more of
 * them do. What comes and goes by chance has its number as its variance (Poisson). 0 where nothing leaves.
 */
export function swingOf({ counts }: SignatureLife): number {
  const { low, high, last } = counts
  if (last.length < LEAST_POINTS || noneLeft(last)) return 0
  const stayed = low.slice()
  for (let i = stayed.length - 2; i >= 0; i--)
    stayed[i] = Math.min(stayed[i] as number, stayed[i + 1] as number)
  const half = Math.ceil(last.length / WINDOWS / 2)
  const all = last.map((_, i) => mean(last.subarray(Math.max(0, i - half), i + half + 1)) ?? 0)
  const comingWith = (share: number): Float64Array => {
    const own = stayed[Math.floor(stayed.length * share)] as number
    return all.map((level, i) => level - Math.max(0, (stayed[i] as number) - own))
  }
  const within = high.map((most, i) => most - (low[i] as number))
  // Days before today are kept in slots of several counts, today may be one count after the other.
  const several = within.findLastIndex((swing) => swing > 0) + 1
  const hasSeveral = within.filter((swing) => swing > 0).length > several / 2
  const single = hasSeveral ? several : 0
  const bends = last.map((count, i) => bend(last, i, count))
  const log = (numbers: Float64Array): number =>
    (WITHIN / 2) * likelihood(within.subarray(0, single), numbers.subarray(0, single)) +
    (BETWEEN / 2) * likelihood(bends.subarray(single), numbers.subarray(single))
  return Math.max(...BEGINNINGS.map((share) => log(comingWith(share)))) - log(all)
}

/** Twice the log likelihood of swings whose variance goes with a number, per degree of freedom; the factor is the best one. */
function likelihood(swings: Float64Array, numbers: Float64Array): number {
  if (swings.length === 0) return 0
  const sizes = numbers.map((number) => Math.max(1, number))
  const squares = swings.map((swing, i) => swing ** 2 / (sizes[i] as number))
  const most = MOST_TIMES * median(squares)
  const factor = mean(squares, (square) => Math.min(most, square)) ?? 0
  return factor === 0 ? 0 : -sizes.reduce((sum, size) => sum + Math.log(size * factor), 0)
}

/** Second difference, which a steady rise leaves 0. */
const bend = (counts: Float64Array, i: number, count: number): number =>
  (counts[i - 1] ?? count) - 2 * count + (counts[i + 1] ?? count)

/** Beyond e^8 times the models behind it are wrong before it is. */
const MOST_SAID = 8

/** `swings that grew with the count are 40 times as likely as swings that stayed as they were` */
export function swingSays(log: number): string {
  const times = grouped(Math.round(Math.exp(Math.min(MOST_SAID, Math.abs(log)))))
  return log >= 0
    ? `swings that stayed as they were are ${times} times as likely as swings that grew with the count`
    : `swings that grew with the count are ${times} times as likely as swings that stayed as they were`
}
