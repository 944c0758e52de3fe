import { PbfReader, PbfWriter } from 'pbf'
import type { Dump, ProcessEvidence, Proof } from '#shared/trend/evidence.ts'
import { expectEnd, idBytes, readId, writeRaw } from './packed-id.ts'
import { packSightingsWithin, unpackSightings } from './packed-sightings.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * ```
 * packed = version dumps dump* proofs proof*
 * dump   = at(s) packed sightings, with their length before them
 * proof  = at(s) count (id(8 bytes) goroutines)*
 * ```
 */
const VERSION = 1
export const EVIDENCE: PackedFormat = { name: 'packed evidence has', version: VERSION, upgrades: [] }
/** Bytes of one dump: six of them, the proofs and the individuals stand in one row (`row-size.ts`). */
const MOST_DUMP = 20 * 1024

/** @see VERSION for the layout; the process stands in the row's key. Times are kept to the second. */
export function packEvidence({ dumps, proofs }: ProcessEvidence): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(VERSION)
  out.writeVarint(dumps.length)
  for (const { at, sightings } of dumps) {
    out.writeVarint(Math.floor(at / 1000))
    out.writeBytes(packSightingsWithin(sightings, MOST_DUMP))
  }
  out.writeVarint(proofs.length)
  for (const { at, leaked } of proofs) {
    out.writeVarint(Math.floor(at / 1000))
    out.writeVarint(leaked.size)
    for (const [id, count] of leaked) {
      writeRaw(out, idBytes(id))
      out.writeVarint(count)
    }
  }
  return out.finish()
}

/** @throws Error that names the version, where the bytes are of a later one */
export function unpackEvidence(process: string, bytes: Uint8Array): ProcessEvidence {
  const input = new PbfReader(upgraded(EVIDENCE, bytes))
  input.readVarint()
  const dumps = Array.from({ length: input.readVarint() }, () => readDump(input))
  const proofs = Array.from({ length: input.readVarint() }, () => readProof(input))
  expectEnd(input)
  return { process, dumps, proofs }
}

const readDump = (input: PbfReader): Dump => ({
  at: input.readVarint() * 1000,
  sightings: unpackSightings(input.readBytes()),
})

function readProof(input: PbfReader): Proof {
  const at = input.readVarint() * 1000
  const leaked = new Map<string, number>()
  for (let left = input.readVarint(); left > 0; left--) {
    const id = readId(input)
    leaked.set(id, input.readVarint())
  }
  return { at, leaked }
}
