import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'

/** Counts at the end of each hour, all processes together; null for an hour without a snapshot. */
export type HourlyCounts = readonly (number | null)[]

/** How a service went, hour by hour. */
export interface Hourly {
  readonly total: HourlyCounts
  /** Of the signatures that were asked for. */
  readonly bySignature: ReadonlyMap<SignatureId, HourlyCounts>
  /** Processes with a snapshot in it. */
  readonly processes: number
}

/**
 * Adds up blocks with slots of an hour or less, in any order. Of two blocks with the same hour of a process the first
 * counts, and what lies outside is left out.
 *
 * @param from start of an hour, milliseconds since the epoch
 * @param hours how many of them
 */
export function hourlyCounts(from: number, hours: number, wanted: Iterable<SignatureId>) {
  const empty = (): (number | null)[] => Array.from({ length: hours }, () => null)
  const total = empty()
  const bySignature = new Map([...wanted].map((id) => [id, empty()]))
  const processes = new Map<string, Set<number>>()
  return {
    add(block: Block): void {
      for (const [hour, slot] of lastSlots(block, from, hours)) {
        const known = processes.get(block.process) ?? new Set()
        if (known.has(hour)) continue
        processes.set(block.process, known.add(hour))
        let sum = 0
        for (const { last } of block.counts.values()) sum += last[slot] ?? 0
        total[hour] = (total[hour] ?? 0) + sum
        for (const [id, counts] of bySignature)
          counts[hour] = (counts[hour] ?? 0) + (block.counts.get(id)?.last[slot] ?? 0)
      }
    },
    counted: (): Hourly => ({ total, bySignature, processes: processes.size }),
  }
}

/** The last slot with a snapshot of each hour. */
function lastSlots({ seenAt }: Block, from: number, hours: number): Map<number, number> {
  const slots = new Map<number, number>()
  seenAt.forEach((at, slot) => {
    const hour = Math.floor((at - from) / HOUR)
    if (hour >= 0 && hour < hours) slots.set(hour, slot)
  })
  return slots
}

/** Two series of one service added up. */
export const added = (one: HourlyCounts, other: HourlyCounts): HourlyCounts =>
  one.map((count, i) => {
    const more = other[i] ?? null
    return count === null ? more : count + (more ?? 0)
  })
