import { bisectLeft } from 'd3-array'
import { mannKendallHamedRao, upperTail } from '#shared/statistics/mann-kendall.ts'
import { within } from '#shared/statistics/within.ts'
import { HOUR } from '#shared/time.ts'
import { fromStart } from '../life/from-start.ts'
import { stackedLife } from '../life/life-stack.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { changesOf } from '../measure/changes.ts'
import { worthOf } from '../measure/jumps.ts'
import { rateSince } from '../measure/rate.ts'
import { LEAST_GROWTH, LEAST_SHARE } from '../measure/sizes.ts'
import type { RuleResult } from '../model/rule.ts'
import { percent } from '../model/words.ts'
import { P_LIMIT, pValue } from '../rules/monotone.ts'
import { leftText, MOST_RETURNED } from '../rules/never-returns.ts'
import { MOST_JUMPS } from '../rules/not-a-step.ts'
import { notLoad } from '../rules/not-load.ts'
import { notSaturating } from '../rules/not-saturating.ts'
import type { Growing, Growth } from './growth.ts'

/** Lives that growth must come back in before they are looked at as one. */
const LEAST_LIVES = 3
/** Time that the lives must cover together: lives of one morning share its traffic. */
const LEAST_COVERED = 20 * HOUR
/** Points that a life must have to be asked: its start and two hours where only hours are kept. */
const LEAST_POINTS = 3
/** Length that a life must have to be asked, hours: a job that fans out to its end is over by then. */
const LEAST_HOURS = 0.5
/** Share of the lives that must end above their beginning. */
const MOST_LIVES = 0.6
/** Share of the growth that must come in the second half of the busy time: a warm-up has come by then. */
const LEAST_SECOND_HALF = 0.25

/**
 * Growth that no life shows alone, because restarts cut it short: the lives of a signature asked as one.
 *
 * @returns the lives that rose, as growing ones, where all rules hold over the sum of the lives
 */
export function growingTogether(assessments: readonly Growth[]): Growing[] {
  const lives = assessments
    .filter(({ life }) => !life.serves)
    .map(({ life }) => ({ life, points: fromStart(life) }))
    .filter(({ points }) => points.times.length >= LEAST_POINTS && points.spanHours >= LEAST_HOURS)
  const [first, ...others] = lives.map(({ points }) => points)
  const rose = lives.filter(({ points }) => growthOf(points) > 0)
  if (first === undefined || rose.length < Math.max(LEAST_LIVES, MOST_LIVES * lives.length)) return []
  const all = [first, ...others] as const
  if (covered(all) < LEAST_COVERED || assessments.filter(isLoad).length * 2 >= lives.length) return []
  const stack = stackedLife(all)
  const rules = [...pooledRules(all, stack), notSaturating(stack), notLoad(stack)]
  if (!rules.every(({ fired }) => fired)) return []
  return rose.map(({ life }) => {
    const since = life.series.process.startedAt ?? (life.times[0] as number)
    return {
      grows: true,
      life,
      view: stack,
      together: all,
      rules,
      since,
      rate: rateSince(life, since),
    }
  })
}

/** A life that has been told to go with the load. */
const isLoad = (growth: Growth): boolean => !growth.grows && growth.quiet === 'load-proportional'

function pooledRules(lives: readonly SignatureLife[], stack: SignatureLife): RuleResult[] {
  const from = sum(lives, ({ counts }) => counts.low[0] as number)
  const growth = sum(lives, growthOf)
  const floor = Math.max(LEAST_GROWTH, LEAST_SHARE * from)
  const { rises, falls } = lives.reduce(
    (all, { counts }) => {
      const one = changesOf(fromEndToEnd(counts.last))
      return { rises: all.rises + one.rises, falls: all.falls + one.falls }
    },
    { rises: 0, falls: 0 },
  )
  const returned = rises === 0 ? 1 : falls / rises
  const p = pooledChance(lives)
  const late = secondHalfOf(stack)
  const alike = worthOf(lives.map(growthOf))
  return [
    {
      id: 'low-water-rises',
      fired: growth > floor,
      figures: { lives: lives.length, growth, floor },
      says: `growth of ${growth} in ${lives.length} lives together; threshold: more than ${Math.round(floor)}`,
    },
    {
      id: 'monotone',
      fired: p < P_LIMIT,
      figures: { p, lives: lives.length },
      says: `p-value of such a rise in ${lives.length} lives by chance: ${pValue(p)}; threshold: below ${P_LIMIT}`,
    },
    {
      id: 'never-returns',
      fired: returned <= MOST_RETURNED,
      figures: { rises, falls, returned },
      says: leftText({ rises, falls }),
    },
    {
      id: 'not-a-step',
      fired: alike >= MOST_JUMPS,
      figures: { growth, alike },
      says: `the growth of ${growth} is worth that of ${alike.toFixed(1)} lives that grow alike; threshold: at least ${MOST_JUMPS}`,
    },
    {
      id: 'alive',
      fired: late >= LEAST_SECOND_HALF,
      figures: { growth, late: late * growth },
      says: `${percent(within(late, 0, 1))} of the growth came in the second half of the busy time; threshold: at least ${percent(LEAST_SECOND_HALF)}`,
    },
  ]
}

/** Kendall's S is a sum over pairs within a life, and lives are independent: S and its variance add up (Hirsch 1982). */
function pooledChance(lives: readonly SignatureLife[]): number {
  const tests = lives.map(({ counts }) => mannKendallHamedRao(counts.low))
  const s = sum(tests, (test) => test.s)
  const variance = sum(tests, (test) => test.varS)
  return s <= 0 || variance === 0 ? 1 : upperTail((s - 1) / Math.sqrt(variance))
}

/** From the first point of all lives to the last. */
export const covered = (lives: readonly SignatureLife[]): number =>
  Math.max(...lives.map(({ times }) => times.at(-1) as number)) -
  Math.min(...lives.map(({ times }) => times[0] as number))

const growthOf = ({ counts: { low } }: SignatureLife): number => (low.at(-1) as number) - (low[0] as number)

/** A life has few points, and its changes are told from the second to the last but one: its ends come twice. */
const fromEndToEnd = (values: Float64Array): Float64Array =>
  Float64Array.of(values[0] as number, ...values, values.at(-1) as number)

/** Share of the growth that came in the second half of the busy time. */
function secondHalfOf(stack: SignatureLife): number {
  const { clock, counts } = stack
  const half = bisectLeft(clock, (clock.at(-1) as number) / 2)
  const grew = growthOf(stack)
  return grew > 0 ? ((counts.low.at(-1) as number) - (counts.low[half] as number)) / grew : 0
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)
