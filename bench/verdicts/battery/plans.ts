import { BACKGROUNDS, type Background, type LeakPlan, type Plan, RATES } from './plan.ts'

/** Every plan of one seed: 10 backgrounds, healthy and leaking. */

/** How often each healthy shape comes in each of its four disturbances. */
const HEALTHY_ROUNDS = 8
const LEVELS = [20, 60, 200] as const
const HEALTHY_DAYS = [1, 2, 3, 5, 7, 14] as const
/** Days that a leak is watched: it grows by about a hundred or more, and in each of three lives by fifty. */
const LEAK_DAYS = new Map<number, number>([
  [0.5, 14],
  [1, 7],
  [2, 4],
  [5, 2],
  [20, 1],
  [60, 1],
  [600, 1],
])
/** From this rate on the service is watched by the minute, slower ones every ten minutes. */
const BY_THE_MINUTE = 60
/** Where in the span the release that leaks comes, for a late leak. */
const LATE = 0.42

interface Variant {
  readonly name: string
  readonly restarts?: number
  readonly gaps?: boolean
  readonly late?: boolean
  readonly pace?: LeakPlan['pace']
  readonly mixed?: boolean
}

const HEALTHY: readonly Variant[] = [
  { name: 'plain' },
  { name: 'restarts', restarts: 2 },
  { name: 'gaps', gaps: true },
  { name: 'restarts and gaps', restarts: 2, gaps: true },
]

const LEAKS: readonly Variant[] = [
  { name: 'plain' },
  { name: 'restarts', restarts: 2 },
  { name: 'gaps', gaps: true },
  { name: 'late', late: true },
  { name: 'late and gaps', late: true, gaps: true },
  { name: 'per request', pace: 'requests' },
  { name: 'per request and gaps', pace: 'requests', gaps: true },
  { name: 'restarts and gaps', restarts: 2, gaps: true },
  { name: 'among healthy ones', mixed: true },
]

export function plansOf(seed: number): Plan[] {
  const plans = BACKGROUNDS.flatMap((background) => [
    ...healthyPlans(background),
    ...leakingPlans(background),
  ])
  return plans.map((plan, i) => ({ ...plan, seed: seed * 100_003 + i, ...placed(plan.background, seed + i) }))
}

type Shape = Omit<Plan, 'seed' | 'level' | 'weekHour'>

function* healthyPlans(background: Background): Generator<Shape> {
  for (let round = 0; round < HEALTHY_ROUNDS; round++)
    for (const [i, variant] of HEALTHY.entries()) {
      const days = HEALTHY_DAYS[(round + i) % HEALTHY_DAYS.length] as number
      yield shapeOf(background, variant, `healthy, ${days} d, round ${round}`, days, undefined)
    }
}

function* leakingPlans(background: Background): Generator<Shape> {
  for (const perHour of RATES)
    for (const variant of LEAKS) {
      const days = LEAK_DAYS.get(perHour) as number
      const { late = false, pace = 'clock', mixed = false } = variant
      const begin = late ? Math.round(LATE * days * 24) : 0
      yield shapeOf(background, variant, `${perHour}/h`, days, { perHour, begin, pace, mixed })
    }
}

function shapeOf(
  background: Background,
  { name: variant, restarts = 0, gaps = false }: Variant,
  what: string,
  days: number,
  leak: LeakPlan | undefined,
): Shape {
  const stepMinutes = leak !== undefined && leak.perHour >= BY_THE_MINUTE ? 1 : 10
  const name = `${background}, ${variant}, ${what}`
  return { name, background, variant, spanHours: days * 24, stepMinutes, restarts, gaps, leak }
}

/** Level and beginning of a case go round, so that each shape meets each of them. */
const placed = (background: Background, turn: number): Pick<Plan, 'level' | 'weekHour'> => ({
  level: LEVELS[turn % LEVELS.length] as number,
  weekHour: background === 'weekly' ? 24 * ((turn * 3) % 7) : (turn * 5) % 168,
})
