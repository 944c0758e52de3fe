import { bisectLeft } from 'd3-array'
import { mannKendallHamedRao, upperTail } from '#shared/statistics/mann-kendall.ts'
import { HOUR } from '#shared/time.ts'
import { stackedLife } from '../life/life-stack.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { changesOf } from '../measure/changes.ts'
import { rateSince } from '../measure/rate.ts'
import { LEAST_GROWTH, LEAST_SHARE } from '../measure/sizes.ts'
import type { RuleResult } from '../model/rule.ts'
import { percent } from '../model/words.ts'
import { P_LIMIT, pValue } from '../rules/monotone.ts'
import { leftText, MOST_RETURNED } from '../rules/never-returns.ts'
import { notLoad } from '../rules/not-load.ts'
import { notSaturating } from '../rules/not-saturating.ts'
import type { Growing, Growth } from './growth.ts'

/** Lives that growth must come back in before they are looked at as one. */
const LEAST_LIVES = 3
/** Time that the lives must cover together: lives of one morning share its traffic. */
const LEAST_COVERED = 20 * HOUR
/** Points that a life must have to be asked: three hours where only hours are kept. */
const LEAST_POINTS = 3
/** Share of the lives that must end above their beginning. */
const MOST_LIVES = 0.6
/** Share of the growth that must come in the second half of the busy time: a warm-up has come by then. */
const LEAST_SECOND_HALF = 0.25

/** Share of the growth that must be left without the third of the lives that grew most: a batch runs in a few of them. */
const LEAST_LEFT = 0.2
const LARGEST = 1 / 3

/**
 * Growth that no life shows alone, because restarts cut it short: the lives of a signature asked as one.
 *
 * @returns the lives that rose, as growing ones, where all rules hold over the sum of the lives
 */
export function growingTogether(assessments: readonly Growth[]): Growing[] {
  const lives = assessments
    .map(({ life }) => life)
    .filter(({ times, serves }) => times.length >= LEAST_POINTS && !serves)
  const [first, ...others] = lives
  const rose = lives.filter((life) => growthOf(life) > 0)
  if (
    first === undefined ||
    lives.length < LEAST_LIVES ||
    rose.length < LEAST_LIVES ||
    rose.length < MOST_LIVES * lives.length
  )
    return []
  if (covered(lives) < LEAST_COVERED || assessments.filter(isLoad).length * 2 >= lives.length) return []
  const stack = stackedLife([first, ...others])
  const rules = [...pooledRules(lives), notSaturating(stack), notLoad(stack)]
  if (!rules.every(({ fired }) => fired)) return []
  return rose.map((life) => {
    const since = life.series.process.startedAt ?? (life.times[0] as number)
    return { grows: true, life, view: stack, rules, since, rate: rateSince(life, since) }
  })
}

/** A life that has been told to go with the load. */
const isLoad = (growth: Growth): boolean => !growth.grows && growth.quiet === 'load-proportional'

function pooledRules(lives: readonly SignatureLife[]): RuleResult[] {
  const from = sum(lives, ({ counts }) => counts.low[0] as number)
  const growth = sum(lives, growthOf)
  const floor = Math.max(LEAST_GROWTH, LEAST_SHARE * from)
  const { rises, falls } = lives.reduce(
    (all, { counts }) => {
      const one = changesOf(counts.last)
      return { rises: all.rises + one.rises, falls: all.falls + one.falls }
    },
    { rises: 0, falls: 0 },
  )
  const returned = rises === 0 ? 1 : falls / rises
  const p = pooledChance(lives)
  const late = sum(lives, secondHalfOf)
  const byGrowth = lives.map(growthOf).sort((a, b) => a - b)
  const left = sum(byGrowth.slice(0, -Math.ceil(LARGEST * lives.length)), (one) => one)
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
      fired: left >= LEAST_LEFT * growth,
      figures: { growth, left },
      says: `${left} of the growth of ${growth} came outside the third of the lives that grew most; threshold: at least ${percent(LEAST_LEFT)}`,
    },
    {
      id: 'alive',
      fired: late >= LEAST_SECOND_HALF * growth,
      figures: { growth, late },
      says: `${late} of the growth of ${growth} came in the second half of the busy time; threshold: at least ${percent(LEAST_SECOND_HALF)}`,
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
const covered = (lives: readonly SignatureLife[]): number =>
  Math.max(...lives.map(({ times }) => times.at(-1) as number)) -
  Math.min(...lives.map(({ times }) => times[0] as number))

const growthOf = ({ counts: { low } }: SignatureLife): number => (low.at(-1) as number) - (low[0] as number)

function secondHalfOf({ clock, counts: { low } }: SignatureLife): number {
  const half = bisectLeft(clock, (clock.at(-1) as number) / 2)
  return (low.at(-1) as number) - (low[Math.min(half, low.length - 1)] as number)
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)
