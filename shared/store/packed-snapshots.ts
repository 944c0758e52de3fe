import { brotliCompressSync, brotliDecompressSync, constants, inflateRawSync } from 'node:zlib'
import { PbfReader, PbfWriter } from 'pbf'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { countsOf, MOST_INDIVIDUALS, MOST_SIGHTINGS, type PackedSnapshot } from './packed-counts.ts'
import { expectEnd, idBytes, readHex, writeRaw } from './packed-id.ts'
import { unpackObservations } from './packed-observations.ts'
import { countSightings, unpackSightings } from './packed-sightings.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * Several snapshots of one process and kind in one attribute. Most stacks stay from one to the next, so that twenty of 60
 * signatures fit one write unit of DynamoDB, 1 KB with their keys.
 *
 * ```
 * packed   = version brotli(count snapshot*)
 * snapshot = slot at partial total sha256(3 bytes) source sightings individuals
 * ```
 * `slot` is in seconds behind the start of the row, `at` in milliseconds behind its slot, less what that of the snapshot before is
 * (zigzag); `sightings` and `individuals` are packed as in a row of one snapshot, each behind its length. Version 2 had 8 bytes of
 * SHA-256 and `at` itself, version 1 the same deflated (RFC 1951).
 */
const VERSION = 3
export const SNAPSHOTS: PackedFormat = {
  name: 'packed snapshots have',
  version: VERSION,
  upgrades: [
    (bytes) => packed(2, inflateRawSync(bytes.subarray(1), { maxOutputLength: MOST_INFLATED })),
    (bytes) => packed(3, withLess(inflated(bytes))),
  ],
}

/**
 * Of ten snapshots of 60 signatures in version 2, 6.9 KB, level 9 made 786 bytes in 0.2 ms, where deflate makes 907 and level 5 makes 810
 * in 0.1 ms (2026-11-30). The window is the smallest: a larger one takes milliseconds, and holds no more.
 */
const LEVEL = 9
const WINDOW_BITS = 16

/** Bytes that are kept of a SHA-256: of 16 million other bodies that come for a slot one is taken for the same. */
const SHA_BYTES = 3
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
  const raw = snapshots.map(({ slot, snapshot }): RawSnapshot => {
    const { sightings, individuals = new Uint8Array() } = countsOf(snapshot)
    const { at, total, partial, sha256, source } = snapshot
    return { slot, at, total, partial, sha256, source, sightings, individuals }
  })
  return packed(VERSION, bodyOf(raw, start))
}

function bodyOf(snapshots: readonly RawSnapshot[], start: number): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(snapshots.length)
  let before = 0
  for (const { slot, at, total, partial, sha256, source, sightings, individuals } of snapshots) {
    out.writeVarint((slot - start) / 1000)
    out.writeSVarint(at - slot - before)
    before = at - slot
    out.writeVarint(partial ? 1 : 0)
    out.writeVarint(total)
    writeRaw(out, idBytes(sha256.slice(0, 2 * SHA_BYTES)))
    out.writeString(source)
    out.writeBytes(sightings)
    out.writeBytes(individuals)
  }
  return out.finish()
}

function packed(version: number, body: Uint8Array): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: LEVEL,
    [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  }
  return Buffer.concat([Uint8Array.of(version), brotliCompressSync(body, { params })])
}

const inflated = (bytes: Uint8Array): Uint8Array =>
  brotliDecompressSync(bytes.subarray(1), { maxOutputLength: MOST_INFLATED })

/** A body of version 2 as one of version 3; where the row begins does not matter. */
function withLess(body: Uint8Array): Uint8Array {
  const input = new PbfReader(body)
  const snapshots = readSnapshots(input, 0, 8, (slot) => slot + input.readVarint())
  return bodyOf(snapshots, 0)
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
  const input = new PbfReader(inflated(upgraded(SNAPSHOTS, bytes)))
  let before = 0
  return readSnapshots(input, start, SHA_BYTES, (slot) => {
    before += input.readSVarint()
    return slot + before
  })
}

/** @param readAt the next time, of a slot @param shaBytes that are kept of a SHA-256 */
function readSnapshots(
  input: PbfReader,
  start: number,
  shaBytes: number,
  readAt: (slot: number) => number,
): RawSnapshot[] {
  const snapshots: RawSnapshot[] = []
  for (let left = input.readVarint(); left > 0; left--) {
    const slot = start + input.readVarint() * 1000
    const at = readAt(slot)
    const partial = input.readVarint() === 1
    const total = input.readVarint()
    const sha256 = readHex(input, shaBytes)
    const source = input.readString()
    const sightings = input.readBytes()
    const individuals = input.readBytes()
    snapshots.push({ slot, at, total, partial, sha256, source, sightings, individuals })
  }
  expectEnd(input)
  return snapshots
}
