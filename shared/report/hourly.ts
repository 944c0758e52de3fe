import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'
import { instanceOf } from '#shared/trend/process.ts'
import { heldTotals, heldUntil } from '#shared/trend/running.ts'

/** Counts at the end of each hour, all processes together; null for an hour without a snapshot. */
export type HourlyCounts = readonly (number | null)[]

/** How a service went, hour by hour. */
export interface Hourly {
  readonly total: HourlyCounts
  /** Of the signatures that were asked for. */
  readonly bySignature: ReadonlyMap<SignatureId, HourlyCounts>
  /** Of each hour whether a process ran: it sent a snapshot, or the next one was not overdue. */
  readonly covered: readonly boolean[]
  /** Processes with a snapshot in it. */
  readonly processes: number
}

/**
 * Adds up blocks with slots of an hour or less, in any order. Of two blocks with the same hour of a process the first
 * counts, and what lies outside is left out. A process counts with its last snapshot until it is overdue, so that one
 * that sends less than once per hour is missing in none; an instance counts with its newest life.
 *
 * @param from start of an hour, milliseconds since the epoch
 * @param hours how many of them
 * @param now the hour that is running ends here
 */
export function hourlyCounts(
  from: number,
  hours: number,
  wanted: Iterable<SignatureId>,
  now = Number.POSITIVE_INFINITY,
) {
  const ids = [...wanted]
  const seen = new Map<string, SeenProcess>()
  return {
    add(block: Block): void {
      const process = seen.get(block.process) ?? { hours: new Set(), points: [] }
      seen.set(block.process, process)
      const known = new Set(process.hours)
      block.seenAt.forEach((at, slot) => {
        const hour = Math.floor((at - from) / HOUR)
        if (hour < 0 || hour >= hours || known.has(hour)) return
        process.hours.add(hour)
        let total = 0
        for (const { last } of block.counts.values()) total += last[slot] ?? 0
        process.points.push({ at, total, counts: ids.map((id) => block.counts.get(id)?.last[slot] ?? 0) })
      })
    },
    counted(): Hourly {
      const lives = [...seen].map(([id, { points }]) => lifeOf(id, points))
      const ends = Float64Array.from({ length: hours }, (_, hour) =>
        Math.min(from + (hour + 1) * HOUR - 1, now),
      )
      const sumOf = (values: (point: SeenPoint) => number): HourlyCounts => {
        const { sums } = heldTotals(lives, ({ points }) => Float64Array.from(points, values), ends)
        return Array.from(sums, (sum, hour) => (withSnapshot.has(hour) ? sum : null))
      }
      const withSnapshot = new Set([...seen.values()].flatMap((process) => [...process.hours]))
      const runs = new Set(lives.flatMap((life) => hoursOf(life, ends, now)))
      return {
        total: sumOf(({ total }) => total),
        bySignature: new Map(ids.map((id, i) => [id, sumOf(({ counts }) => counts[i] ?? 0)])),
        covered: Array.from(ends, (_, hour) => withSnapshot.has(hour) || runs.has(hour)),
        processes: [...seen.values()].filter(({ points }) => points.length > 0).length,
      }
    },
  }
}

/** Hours in which a process ran between two snapshots of its own, or runs now; after the last one of a dead process none. */
function hoursOf(life: ReturnType<typeof lifeOf>, ends: Float64Array, now: number): number[] {
  const last = life.times.at(-1) ?? 0
  const isRunning = heldUntil(life) >= now
  const { processes } = heldTotals([life], () => undefined, ends)
  return Array.from(ends.keys()).filter((hour) => {
    const end = ends[hour] as number
    const hasBegun = hour === 0 || (ends[hour - 1] as number) < now
    return processes[hour] === 1 && hasBegun && (end < last || isRunning)
  })
}

interface SeenPoint {
  readonly at: number
  readonly total: number
  /** Of the signatures that were asked for, in their order. */
  readonly counts: readonly number[]
}

interface SeenProcess {
  readonly hours: Set<number>
  readonly points: SeenPoint[]
}

function lifeOf(id: string, given: readonly SeenPoint[]) {
  const points = given.toSorted((a, b) => a.at - b.at)
  return { process: { instance: instanceOf(id) }, times: Float64Array.from(points, ({ at }) => at), points }
}

/** Two series of one service added up. */
export const added = (one: HourlyCounts, other: HourlyCounts): HourlyCounts =>
  one.map((count, i) => {
    const more = other[i] ?? null
    return count === null ? more : count + (more ?? 0)
  })
