import { quantile } from 'd3-array'
import type { Growing } from './growth.ts'
import { median } from './median.ts'

/** Twins may differ by this many goroutines (1390/1390, 426/426 and 869/866 are published counts) … */
const LEAST_SLACK = 3
/** … or by this share of their growth. */
const SLACK = 0.1

/** A signature with the lives in which it grows. */
export interface Candidate {
  readonly growing: readonly Growing[]
}

/** Groups candidates that rise together, one for one, in every life that both grow in. */
export function groupTwins<C extends Candidate>(candidates: readonly C[]): [C, ...C[]][] {
  const groups: [C, ...C[]][] = []
  for (const candidate of candidates) {
    const group = groups.find(([first]) => areTwins(first, candidate))
    if (group === undefined) groups.push([candidate])
    else group.push(candidate)
  }
  return groups
}

function areTwins(a: Candidate, b: Candidate): boolean {
  const shared = a.growing.flatMap((one) => {
    const other = b.growing.find(({ life }) => life.series === one.life.series)
    return other === undefined ? [] : [[one, other] as const]
  })
  const most = Math.max(a.growing.length, b.growing.length)
  return (
    shared.length > 0 && shared.length * 2 >= most && shared.every(([one, other]) => riseTogether(one, other))
  )
}

/** The difference of both counts stays what it was, and each is of about the other's growth. */
function riseTogether(a: Growing, b: Growing): boolean {
  const [growthA, growthB] = [growthOf(a), growthOf(b)]
  const slack = Math.max(LEAST_SLACK, SLACK * Math.max(growthA, growthB))
  if (Math.abs(growthA - growthB) > slack) return false
  const [x, y] = [a.life.counts.last, b.life.counts.last]
  const differences = x.map((value, i) => value - (y[i] as number))
  const middle = median(differences)
  const spread =
    quantile(
      differences.map((value) => Math.abs(value - middle)),
      0.9,
    ) ?? 0
  return spread <= slack
}

const growthOf = ({ life }: Growing): number => life.lastLevel - life.firstLevel
