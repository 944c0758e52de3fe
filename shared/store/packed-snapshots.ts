import { brotliCompressSync, brotliDecompressSync, constants, inflateRawSync } from 'node:zlib'
import { PbfReader, PbfWriter } from 'pbf'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { countsOf, MOST_INDIVIDUALS, MOST_SIGHTINGS, type PackedSnapshot } from './packed-counts.ts'
import { expectEnd, idBytes, readId, writeRaw } from './packed-id.ts'
import { unpackObservations } from './packed-observations.ts'
import { countSightings, unpackSightings } from './packed-sightings.ts'

/**
 * Several snapshots of one process and kind in one attribute. Most stacks stay from one to the next, so that ten of 60
 * signatures fit one write unit of DynamoDB, 1 KB with their keys.
 *
 * ```
 * packed   = version brotli(count snapshot*)
 * snapshot = slot at partial total sha256(8 bytes) source sightings individuals
 * ```
 * `slot` is in seconds behind the start of the row, `at` in milliseconds behind its slot; `sightings` and `individuals` are
 * packed as in a row of one snapshot, each behind its length. Version 1 was deflated (RFC 1951).
 */
const VERSION = 2
const DEFLATED = 1

/**
 * Of ten snapshots of 60 signatures, 6.9 KB, level 9 makes 786 bytes in 0.2 ms, where deflate makes 907 and level 5 makes 810
 * in 0.1 ms (2026-11-30). The window is the smallest: a larger one takes milliseconds, and holds no more.
 */
const LEVEL = 9
const WINDOW_BITS = 16

/** Hex digits that are kept of a SHA-256, 8 bytes: enough to tell the same body from another in one slot. */
const SHA_DIGITS = 16
/** Snapshots of one row: an hour of them, one a minute, and some more. */
export const MOST_PACKED = 64
/** Bytes of one row before compression: all of its snapshots at their largest. */
const MOST_INFLATED = MOST_PACKED * (MOST_SIGHTINGS + MOST_INDIVIDUALS + 1024)

/** A snapshot with the start of its slot, milliseconds since the epoch. */
export interface SlottedSnapshot {
  readonly slot: number
  readonly snapshot: Snapshot | PackedSnapshot
}

/** What every snapshot of a row shares is not packed. */
type RowSnapshot = Omit<Snapshot, 'id' | 'process' | 'type' | 'debug'>

/** @param start of the row, milliseconds; @see VERSION for the layout */
export function packSnapshots(snapshots: readonly SlottedSnapshot[], start: number): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(snapshots.length)
  for (const { slot, snapshot } of snapshots) {
    out.writeVarint((slot - start) / 1000)
    out.writeVarint(snapshot.at - slot)
    out.writeVarint(snapshot.partial ? 1 : 0)
    out.writeVarint(snapshot.total)
    writeRaw(out, idBytes(snapshot.sha256.slice(0, SHA_DIGITS)))
    out.writeString(snapshot.source)
    const { sightings, individuals = new Uint8Array() } = countsOf(snapshot)
    out.writeBytes(sightings)
    out.writeBytes(individuals)
  }
  const head = new PbfWriter()
  head.writeVarint(VERSION)
  const body = out.finish()
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: LEVEL,
    [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  }
  return Buffer.concat([head.finish(), brotliCompressSync(body, { params })])
}

/** A snapshot of a row with its slot; what it holds is packed still. */
interface RawSnapshot extends Omit<RowSnapshot, 'sightings' | 'observation'> {
  readonly slot: number
  readonly sightings: Uint8Array
  readonly individuals: Uint8Array
}

/** @throws Error that names the version, where the bytes are of a later one */
export const unpackSnapshots = (
  bytes: Uint8Array,
  start: number,
): { readonly slot: number; readonly snapshot: RowSnapshot }[] =>
  unpackRaw(bytes, start).map(({ slot, sightings, individuals, ...rest }) => {
    const [observation] = individuals.length === 0 ? [] : unpackObservations(individuals)
    const observed = observation === undefined ? {} : { observation }
    return { slot, snapshot: { ...rest, sightings: unpackSightings(sightings), ...observed } }
  })

/** The same without their sightings, but for their number. */
export const unpackHeads = (
  bytes: Uint8Array,
  start: number,
): (Pick<RawSnapshot, 'slot' | 'at' | 'total' | 'sha256'> & { readonly signatures: number })[] =>
  unpackRaw(bytes, start).map(({ slot, at, total, sha256, sightings }) => ({
    slot,
    at,
    total,
    sha256,
    signatures: countSightings(sightings),
  }))

function unpackRaw(bytes: Uint8Array, start: number): RawSnapshot[] {
  const head = new PbfReader(bytes)
  const version = head.readVarint()
  if (version !== VERSION && version !== DEFLATED)
    throw new Error(`packed snapshots have version ${version}; this program reads ${VERSION}`)
  const decompress = version === DEFLATED ? inflateRawSync : brotliDecompressSync
  const input = new PbfReader(decompress(bytes.subarray(head.pos), { maxOutputLength: MOST_INFLATED }))
  const snapshots: RawSnapshot[] = []
  for (let left = input.readVarint(); left > 0; left--) {
    const slot = start + input.readVarint() * 1000
    const at = slot + input.readVarint()
    const partial = input.readVarint() === 1
    const total = input.readVarint()
    const sha256 = readId(input)
    const source = input.readString()
    const sightings = input.readBytes()
    const individuals = input.readBytes()
    snapshots.push({ slot, at, total, partial, sha256, source, sightings, individuals })
  }
  expectEnd(input)
  return snapshots
}
