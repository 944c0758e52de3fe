import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { PbfReader, PbfWriter } from 'pbf'
import type { Block, SlotCounts } from '#shared/trend/block.ts'
import { expectEnd, idBytes, readId, writeRaw } from './packed-id.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * A block for the table. Counts change little from slot to slot: differences, most of them 0, deflate well.
 *
 * ```
 * packed = version deflateRaw(body)
 * body   = start(s) step(s) slots seen* rows row*
 * seen   = 0 for a gap, else 1 + seconds of the last snapshot after the slot's start
 * row    = id(8 bytes) last* below* above*     one number for each slot that is no gap
 * last   = signed difference to the slot before; below = last - low; above = high - last
 * ```
 */
const VERSION = 1
export const BLOCK: PackedFormat = { name: 'packed block has', version: VERSION, upgrades: [] }
/** A day block of 16,000 signatures is 4 MB; more is not ours. */
const MAX_INFLATED = 16 * 1024 * 1024
/** The minutes of a day; blocks have 12 or 24 slots. */
const MAX_SLOTS = 1_440

/**
 * The same in at most so many bytes: of too many signatures those with the highest counts are kept, which a merge of the
 * same snapshots picks again.
 */
export function packBlockWithin(block: Block, bytes: number): Uint8Array {
  let packed = packBlock(block)
  const ranked =
    packed.length <= bytes
      ? []
      : [...block.counts].sort((a, b) => most(b[1]) - most(a[1]) || (a[0] < b[0] ? -1 : 1))
  for (let kept = ranked.length; packed.length > bytes; ) {
    kept = Math.floor((kept * 3) / 4)
    packed = packBlock({ ...block, counts: new Map(ranked.slice(0, kept)) })
  }
  return packed
}

const most = ({ high }: SlotCounts): number => high.reduce((a, b) => Math.max(a, b), 0)

/** @see VERSION for the layout; the process is not in it, it stands in the row's key. */
export function packBlock({ start, step, seenAt, counts }: Block): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(start / 1000)
  out.writeVarint(step / 1000)
  out.writeVarint(seenAt.length)
  seenAt.forEach((at, slot) => {
    out.writeVarint(at === 0 ? 0 : 1 + Math.floor((at - start - slot * step) / 1000))
  })
  const slots = seenSlots(seenAt)
  out.writeVarint(counts.size)
  for (const [id, { low, high, last }] of counts) {
    writeRaw(out, idBytes(id))
    let before = 0
    for (const slot of slots) {
      out.writeSVarint((last[slot] as number) - before)
      before = last[slot] as number
    }
    for (const slot of slots) out.writeVarint((last[slot] as number) - (low[slot] as number))
    for (const slot of slots) out.writeVarint((high[slot] as number) - (last[slot] as number))
  }
  return Buffer.concat([Uint8Array.of(VERSION), deflateRawSync(out.finish())])
}

/** @throws Error that names the version, where the bytes are of a later one */
export function unpackBlock(process: string, bytes: Uint8Array): Block {
  const body = upgraded(BLOCK, bytes).subarray(1)
  const input = new PbfReader(inflateRawSync(body, { maxOutputLength: MAX_INFLATED }))
  const start = input.readVarint() * 1000
  const step = input.readVarint() * 1000
  const slots = input.readVarint()
  if (slots > MAX_SLOTS) throw new Error(`packed block has ${slots} slots; at most ${MAX_SLOTS} are ours`)
  const seenAt = new Float64Array(slots)
  for (let slot = 0; slot < seenAt.length; slot++) {
    const seconds = input.readVarint()
    seenAt[slot] = seconds === 0 ? 0 : start + slot * step + (seconds - 1) * 1000
  }
  const counts = new Map<string, SlotCounts>()
  for (let rows = input.readVarint(); rows > 0; rows--) {
    const id = readId(input)
    counts.set(id, readRow(input, seenAt))
  }
  expectEnd(input)
  return { process, start, step, seenAt, counts }
}

function readRow(input: PbfReader, seenAt: Float64Array): SlotCounts {
  const [low, high, last] = [0, 0, 0].map(() => new Int32Array(seenAt.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const slots = seenSlots(seenAt)
  let before = 0
  for (const slot of slots) {
    before += input.readSVarint()
    last[slot] = before
  }
  for (const slot of slots) low[slot] = (last[slot] as number) - input.readVarint()
  for (const slot of slots) high[slot] = (last[slot] as number) + input.readVarint()
  return { low, high, last }
}

const seenSlots = (seenAt: Float64Array): number[] => [...seenAt.keys()].filter((slot) => seenAt[slot] !== 0)
