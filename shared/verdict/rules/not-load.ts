import { mean, standardDeviation } from 'simple-statistics'
import { median } from '#shared/statistics/median.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { noneLeft } from '../measure/changes.ts'
import { WHOLE_DAY } from '../measure/day-hours.ts'
import { explanationOf } from '../measure/explanation.ts'
import { changesTogether, timeAndLoad } from '../measure/load-fit.ts'
import { percent } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Rank correlation of the changes on recorded server connections (docs/verdicts.md, 2026-10). */
const FOLLOWS = 0.95
/** Share of the growth that load must leave unexplained. */
const LEFT = 0.5

/** A count that rose by no more than this power of what the load rose by rose with it. */
const POWER = 1.2
/** Load that rose by more within a part of a day is the morning: nothing can be told before the evening. */
const MORNING = 4
/** Load that rose by less explains no more than a rise in step with it. */
const LOAD_ROSE = 1.3
/** Served connections are the load: their own growth is told from that of the traffic after this many hours. */
const CONNECTIONS_AFTER = 48

/**
 * Not traffic: the changes of the count do not follow those of the served connections, what these explain is the
 * lesser part, and it has grown by more than they have.
 */
export const notLoad: LifeRule<'not-load'> = (life) => {
  if (life.serves && life.spanHours < CONNECTIONS_AFTER) {
    const says = `these are the served connections themselves; they can be judged after ${CONNECTIONS_AFTER} h`
    return { id: 'not-load', fired: false, figures: { spanHours: life.spanHours }, says }
  }
  const { load } = life
  const explanation = explanationOf(life)
  if (explanation !== undefined) return { id: 'not-load', fired: false, figures: {}, says: explanation }
  if (load === undefined) {
    return {
      id: 'not-load',
      fired: true,
      figures: {},
      says: 'the process serves no connections to compare with',
    }
  }
  const { served } = load
  const [from, to] = levels(served, life)
  const growth = life.lastLevel - life.firstLevel
  const { slope, rank } = changesTogether(life.counts.last, served)
  // What never falls while the traffic falls each evening does not follow it.
  const clean = noneLeft(life.counts.last)
  // It has seen a morning and an evening.
  const whole = life.spanHours >= WHOLE_DAY
  const beside = clean || !whole ? growth - Math.max(0, slope) * (to - from) : trendBeside(life, served)
  const [countRose, loadRose] = [rose(life.firstLevel, life.lastLevel), rose(from, to)]
  const bySize =
    loadRose < LOAD_ROSE ? (life.firstLevel + 1) * (loadRose ** POWER - 1) : Number.POSITIVE_INFINITY
  // Load that is no higher at the end than at the beginning explains no growth, however its swings fit.
  const left = to > from && growth > 0 ? Math.max(beside, growth - bySize) : growth
  const explained = growth > 0 ? Math.min(1, Math.max(0, 1 - left / growth)) : 0
  const follows = !clean || noneLeft(served)
  const inStep =
    follows && !whole && loadRose >= LOAD_ROSE && (countRose <= loadRose ** POWER || loadRose >= MORNING)
  return {
    id: 'not-load',
    fired: rank < FOLLOWS && (growth <= 0 || left >= LEFT * growth) && !inStep,
    figures: {
      servedFrom: from,
      servedTo: to,
      servedMean: mean(Array.from(served)),
      servedSpread: standardDeviation(Array.from(served)),
      rank,
      left,
      explained,
      countRose,
      loadRose,
    },
    says: sentence({ from, to, growth, explained, rank, inStep, life }),
  }
}

interface Told {
  readonly from: number
  readonly to: number
  readonly growth: number
  readonly explained: number
  readonly rank: number
  readonly inStep: boolean
  readonly life: SignatureLife
}

/** What was measured, and the threshold that decided. */
function sentence({ from, to, growth, explained, rank, inStep, life }: Told): string {
  const went = `served connections ${to > from ? 'rose' : to < from ? 'fell' : 'stayed at'} ${from === to ? tenths(to) : `${tenths(from)} → ${tenths(to)}`}`
  if (inStep)
    return `${went} while the count rose ${tenths(life.firstLevel)} → ${tenths(life.lastLevel)}; a rise in step with the load within the first day is not counted as a leak`
  if (rank >= FOLLOWS)
    return `the changes of the count follow those of the served connections (rank correlation ${rank.toFixed(2)}; limit ${FOLLOWS})`
  if (growth <= 0) return `${went}; the count has not grown, so there is nothing to explain`
  return `${went} and explain ${percent(explained)} of the growth; more than ${percent(1 - LEFT)} counts as load`
}

/** Whole numbers stay; those of lives laid over one another are means. */
const tenths = (value: number): number => Math.round(value * 10) / 10

/** How many times a level rose; one more on both sides, so that few do not count as many times none. */
const rose = (from: number, to: number): number => (to + 1) / (from + 1)

/** What came with time and not with load, over the life. */
const trendBeside = (life: SignatureLife, served: Float64Array): number =>
  timeAndLoad(life, served).perHour * life.spanHours

/** Low water of the load in the first and in the last eighth of the life, as the growth is measured. */
function levels(served: Float64Array, { times }: SignatureLife): [number, number] {
  const { marks } = lowWater(times, served)
  const eighth = Math.max(1, Math.floor(marks.length / 8))
  return [median(marks.subarray(0, eighth)), median(marks.subarray(-eighth))]
}
