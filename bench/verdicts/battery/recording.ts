import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { healthyCounts, type Instant } from './healthy.ts'
import type { LeakPlan, Plan } from './plan.ts'
import { type Random, randomOf } from './random.ts'
import { type LeakingStack, SERVING, STANDING, WORKER } from './stacks.ts'
import { servedAt, trafficAt } from './traffic.ts'

/** Monday 2026-06-01 00:00 UTC, the week that all cases begin in; milliseconds since the epoch. */
export const MONDAY = Date.UTC(2026, 5, 1)

/** Every snapshot of one life of one process. */
export interface Recording {
  readonly instance: string
  readonly version?: string | undefined
  /** Milliseconds since the epoch, by the clock of the instance, as all times of a recording. */
  readonly startedAt: number
  /** Milliseconds that this clock is ahead of everybody else's. */
  readonly clockAhead?: number
  readonly times: readonly number[]
  readonly counts: ReadonlyMap<SignatureId, readonly number[]>
  /** Goroutines that leaked up to the end of this life. */
  readonly leaked: number
}

/** Start of a case, milliseconds since the epoch. */
export const startOf = ({ weekHour }: Plan): number => MONDAY + weekHour * HOUR

/** All lives of one process of a plan; `shared` gives what is the same in every process. */
export function recordProcess(plan: Plan, stack: LeakingStack | undefined, index: number): Recording[] {
  const random = randomOf(plan.seed * 31 + index + 1)
  const healthy = healthyCounts(plan, randomOf(plan.seed), random)
  const starts = startsOf(plan, random)
  const lost = lostOf(plan, random)
  return starts.map((start, life) => {
    const hours = hoursOf(plan, start, starts[life + 1] ?? plan.spanHours).filter((hour) => !lost(hour))
    return recordLife(plan, { stack, healthy, random, start, hours, instance: `made-${index + 1}` })
  })
}

interface LifePlan {
  readonly stack: LeakingStack | undefined
  readonly healthy: (at: Instant) => number
  readonly random: Random
  readonly start: number
  readonly hours: readonly number[]
  readonly instance: string
}

function recordLife(plan: Plan, { stack, healthy, random, start, hours, instance }: LifePlan): Recording {
  const rows = new Map<SignatureId, number[]>()
  const add = (id: SignatureId, count: number): void => {
    const row = rows.get(id) ?? []
    rows.set(id, row)
    row.push(count)
  }
  let leaked = 0
  let before = start
  for (const hour of hours) {
    const weekHour = plan.weekHour + hour
    const traffic = trafficAt(plan.background, weekHour, hour / plan.spanHours)
    const served = random.poisson(servedAt(traffic))
    if (plan.leak !== undefined) leaked += random.poisson(leakBetween(plan, plan.leak, before, hour))
    const count = healthy({ hour, lifeHour: hour - start, weekHour, traffic, served })
    const mixed = plan.leak?.mixed === true
    add(WORKER.id, count + (mixed ? leaked : 0))
    if (stack !== undefined && !mixed) add(stack.signature.id, 3 + leaked)
    add(SERVING.id, served)
    for (const [{ id }, standing] of STANDING) add(id, standing)
    before = hour
  }
  const origin = startOf(plan)
  return {
    instance,
    startedAt: origin + start * HOUR,
    times: hours.map((hour) => origin + hour * HOUR),
    counts: rows,
    leaked,
  }
}

/** Goroutines that are due to leak between two hours of the case. */
function leakBetween(plan: Plan, { perHour, begin, pace }: LeakPlan, from: number, to: number): number {
  const hours = to - Math.max(begin, from)
  if (hours <= 0) return 0
  const traffic = trafficAt(plan.background, plan.weekHour + to, to / plan.spanHours)
  return perHour * hours * (pace === 'requests' ? traffic : 1)
}

function startsOf({ restarts, spanHours }: Plan, random: Random): number[] {
  const life = spanHours / (restarts + 1)
  return Array.from({ length: restarts + 1 }, (_, i) =>
    i === 0 ? 0 : life * (i + 0.1 * (random.uniform() - 0.5)),
  )
}

function lostOf({ gaps, spanHours }: Plan, random: Random): (hour: number) => boolean {
  if (!gaps) return () => false
  const outages = [0.1 + 0.3 * random.uniform(), 0.55 + 0.3 * random.uniform()].map((at) => at * spanHours)
  return (hour) => random.uniform() < 0.05 || outages.some((at) => hour >= at && hour < at + 0.05 * spanHours)
}

function hoursOf({ stepMinutes }: Plan, from: number, to: number): number[] {
  const step = (stepMinutes * MINUTE) / HOUR
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.ceil(to / step) - first) }, (_, i) => (first + i) * step)
}
