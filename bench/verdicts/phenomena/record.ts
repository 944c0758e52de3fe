import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import { type Random, randomOf } from '../battery/random.ts'
import type { Recording } from '../battery/recording.ts'
import { SERVING, STANDING, WORKER } from '../battery/stacks.ts'
import { servedAt } from '../battery/traffic.ts'
import { busyWorkers } from './counting.ts'
import type { Moment, PlannedLife, PlannedService } from './service.ts'

/** Goroutines of a pool that every service has. */
const WORKERS = 12
/** Goroutines that stand in a leaking stack before it leaks. */
const BEFORE = 3
/** Outages, each of such a share of the span, and the share of the snapshots that is lost otherwise. */
const OUTAGES = 2
const OUTAGE = 0.05
const LOST = 0.05

/** A life with what nobody else may know. */
export interface RecordedLife extends Recording {
  readonly life: PlannedLife
  /** Hour of the case at which the first goroutine leaked; undefined: none did. */
  readonly leakedFrom: number | undefined
  /** Healthy goroutines of the stack that the leak shares, snapshot by snapshot; empty: it has one of its own. */
  readonly beside: readonly number[]
}

/** All lives of a service. @param origin begin of the case, milliseconds since the epoch; @param gaps whether snapshots are lost */
export function recordService(
  service: PlannedService,
  { seed, origin, gaps }: { readonly seed: number; readonly origin: number; readonly gaps: boolean },
): RecordedLife[] {
  const lost = gaps ? lostOf(service.spanHours, randomOf(seed)) : () => false
  return service.lives.map((life, i) => recordLife(service, life, seed + 101 * (i + 1), origin, lost))
}

function recordLife(
  service: PlannedService,
  life: PlannedLife,
  seed: number,
  origin: number,
  lost: (hour: number) => boolean,
): RecordedLife {
  const { stacks, leak, traffic, requestsPerHour, stepMinutes } = service
  const [noise, leaking] = [randomOf(seed), randomOf(seed + 1)]
  const countings = stacks.map(({ counts }, i) => counts(life, randomOf(seed + 2 + i)))
  const workers = busyWorkers(WORKERS, noise)
  const rows = new Map<SignatureId, number[]>()
  const [times, beside]: [number[], number[]] = [[], []]
  const clock = (hour: number): number => origin + (hour + (life.clockAhead ?? 0)) * HOUR
  const step = stepMinutes / 60
  let [leaked, before]: [number, number] = [0, life.from]
  let leakedFrom: number | undefined
  for (let hour = life.from + step * noise.uniform(); hour < life.to; hour += step) {
    const elapsed = hour - before
    const busy = traffic(hour)
    const requests = noise.poisson(requestsPerHour * busy * elapsed)
    const moment: Moment = { hour, lifeHour: hour - life.from, elapsed, traffic: busy, requests }
    const due = leak?.due(moment, life) ?? 0
    if (due > 0) leaked += leaking.poisson(due)
    if (leaked > 0) leakedFrom ??= before
    before = hour
    const now = new Map<SignatureId, number>([
      ...STANDING.map(([{ id }, count]) => [id, count] as const),
      [SERVING.id, noise.poisson(servedAt(busy))],
      [WORKER.id, workers(moment)],
      ...stacks.flatMap(({ signatures }, i) => {
        const count = (countings[i] as (moment: Moment) => number)(moment)
        return signatures.map(({ id }) => [id, count] as const)
      }),
    ])
    // What is lost on its way has been there all the same.
    if (lost(hour)) continue
    if (leak?.among !== undefined) {
      beside.push(now.get(leak.among) ?? 0)
      now.set(leak.among, (now.get(leak.among) ?? 0) + leaked)
    } else if (leak !== undefined) now.set(leak.stack.signature.id, BEFORE + leaked)
    times.push(clock(hour))
    for (const [id, count] of now) {
      const row = rows.get(id) ?? []
      rows.set(id, row)
      row.push(count)
    }
  }
  return {
    instance: life.instance,
    version: life.version,
    startedAt: clock(life.from),
    clockAhead: (life.clockAhead ?? 0) * HOUR,
    times,
    counts: rows,
    leaked,
    life,
    leakedFrom,
    beside,
  }
}

function lostOf(spanHours: number, random: Random): (hour: number) => boolean {
  const outages = Array.from({ length: OUTAGES }, () => random.uniform() * spanHours)
  return (hour) =>
    random.uniform() < LOST || outages.some((at) => hour >= at && hour < at + OUTAGE * spanHours)
}
