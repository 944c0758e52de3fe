import { mean, sampleRankCorrelation, standardDeviation } from 'simple-statistics'
import { lowWater } from '#shared/trend/low-water.ts'
import { median } from '../median.ts'
import type { SignatureLife } from '../signature-life.ts'
import type { LifeRule } from './life-rule.ts'

/** Rank correlation of the changes on recorded server connections (docs/verdicts.md, 2026-10). */
const FOLLOWS = 0.95
/** Share of the growth that load must leave unexplained. */
const LEFT = 0.5
/** Fewest changes that a correlation means something for. */
const LEAST_CHANGES = 12

/** Not traffic: its changes do not follow those of the served connections, and what these explain is the lesser part. */
export const notLoad: LifeRule = (life) => {
  const { load } = life
  if (load === undefined) {
    return {
      id: 'not-load',
      fired: true,
      figures: {},
      says: 'the process serves no connections to compare with',
    }
  }
  const { served } = load
  const { slope, rank } = changesTogether(life.counts.last, served)
  const [from, to] = levels(served, life)
  const growth = life.lastLevel - life.firstLevel
  const left = growth - Math.max(0, slope) * (to - from)
  return {
    id: 'not-load',
    fired: rank < FOLLOWS && left >= LEFT * growth,
    figures: {
      servedFrom: from,
      servedTo: to,
      servedMean: mean(Array.from(served)),
      servedSpread: standardDeviation(Array.from(served)),
      rank,
      left,
    },
    says: `served connections went from ${from} to ${to}, which leaves ${Math.round(left)} of ${growth} unexplained`,
  }
}

/** How the steps of one series go with the steps of another, both from point to point. */
function changesTogether(y: Float64Array, x: Float64Array): { slope: number; rank: number } {
  const dx: number[] = []
  const dy: number[] = []
  for (let i = 1; i < y.length; i++) {
    dx.push((x[i] as number) - (x[i - 1] as number))
    dy.push((y[i] as number) - (y[i - 1] as number))
  }
  const xx = dx.reduce((sum, value) => sum + value * value, 0)
  if (xx === 0) return { slope: 0, rank: 0 }
  const slope = dx.reduce((sum, value, i) => sum + value * (dy[i] as number), 0) / xx
  const moves = dy.some((value) => value !== 0)
  return { slope, rank: dx.length < LEAST_CHANGES || !moves ? 0 : sampleRankCorrelation(dx, dy) }
}

/** Low water of the load in the first and in the last eighth of the life, as the growth is measured. */
function levels(served: Float64Array, { times }: SignatureLife): [number, number] {
  const { marks } = lowWater(times, served)
  const eighth = Math.max(1, Math.floor(marks.length / 8))
  return [median(marks.subarray(0, eighth)), median(marks.subarray(-eighth))]
}
