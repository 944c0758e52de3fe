import type { SignatureId } from '#shared/signature/signature.ts'
import { dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import type { ProcessId } from './process.ts'

/** One signature over the slots of a block; a slot without a snapshot holds 0 and is a gap by `seenAt`. */
export interface SlotCounts {
  readonly low: Int32Array
  readonly high: Int32Array
  readonly last: Int32Array
}

/**
 * Counts of one process over a span cut into equal slots: 12 slots of 5 minutes are an hour block, 24 of an hour
 * a day block, one a minute the hours that are still open.
 *
 * Law: merging the same snapshots again changes nothing, so a block can be rebuilt at any time.
 */
export interface Block {
  readonly process: ProcessId
  /** Milliseconds since the epoch. */
  readonly start: number
  /** Milliseconds. */
  readonly step: number
  /** Time of the last snapshot in each slot, 0 for a gap. A gap is never a count of zero. */
  readonly seenAt: Float64Array
  readonly counts: Map<SignatureId, SlotCounts>
}

/** The counts of one process at one time: what a block is made of. */
export interface Moment {
  readonly at: number
  readonly counts: ReadonlyMap<SignatureId, number>
}

export const hourBlock = (process: ProcessId, at: number): Block =>
  emptyBlock(process, hourStart(at), 5 * MINUTE, 12)
export const dayBlock = (process: ProcessId, at: number): Block => emptyBlock(process, dayStart(at), HOUR, 24)

export const emptyBlock = (process: ProcessId, start: number, step: number, slots: number): Block => ({
  process,
  start,
  step,
  seenAt: new Float64Array(slots),
  counts: new Map(),
})

/** Adds moments to a block, in any order; a signature that a moment does not name counts 0 there. */
export function mergeMoments(block: Block, moments: readonly Moment[]): void {
  const sorted = moments
    .filter((moment) => slotOf(block, moment.at) !== undefined)
    .sort((a, b) => a.at - b.at)
  for (const moment of sorted) for (const id of moment.counts.keys()) rowOf(block, id)
  for (const { at, counts } of sorted) {
    const slot = slotOf(block, at) as number
    const seen = block.seenAt[slot] as number
    for (const [id, row] of block.counts) {
      const count = counts.get(id) ?? 0
      mergeSlot(row, slot, seen, { at, low: count, high: count, last: count })
    }
    block.seenAt[slot] = Math.max(seen, at)
  }
}

/** Adds a finer block to a coarser one: each of its slots becomes a part of one slot there. */
export function mergeBlock(into: Block, from: Block): void {
  for (const id of from.counts.keys()) rowOf(into, id)
  for (let i = 0; i < from.seenAt.length; i++) {
    const at = from.seenAt[i] as number
    const slot = at === 0 ? undefined : slotOf(into, at)
    if (slot === undefined) continue
    const seen = into.seenAt[slot] as number
    for (const [id, row] of into.counts) {
      const part = from.counts.get(id)
      mergeSlot(row, slot, seen, {
        at,
        low: part?.low[i] ?? 0,
        high: part?.high[i] ?? 0,
        last: part?.last[i] ?? 0,
      })
    }
    into.seenAt[slot] = Math.max(seen, at)
  }
}

function slotOf({ start, step, seenAt }: Block, at: number): number | undefined {
  const slot = Math.floor((at - start) / step)
  return slot >= 0 && slot < seenAt.length ? slot : undefined
}

function rowOf(block: Block, id: SignatureId): SlotCounts {
  const known = block.counts.get(id)
  if (known !== undefined) return known
  const slots = block.seenAt.length
  const row = { low: new Int32Array(slots), high: new Int32Array(slots), last: new Int32Array(slots) }
  block.counts.set(id, row)
  return row
}

interface SlotPart {
  readonly at: number
  readonly low: number
  readonly high: number
  readonly last: number
}

function mergeSlot(row: SlotCounts, slot: number, seenAt: number, part: SlotPart): void {
  const first = seenAt === 0
  row.low[slot] = first ? part.low : Math.min(row.low[slot] as number, part.low)
  row.high[slot] = first ? part.high : Math.max(row.high[slot] as number, part.high)
  if (part.at >= seenAt) row.last[slot] = part.last
}
