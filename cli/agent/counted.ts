/** What does a profile count? All that the agent reads of one. */

import { PbfReader } from 'pbf'
import { OFFSET_BASIS, PRIME } from '#shared/fnv1a.ts'
import { inflate } from '#shared/goroutine/inflate.ts'

/** What a profile of goroutines counts. */
export interface Counted {
  /** Goroutines in all. */
  readonly total: number
  /** Goroutines of each stack, by the addresses of its frames: within one process the same stack has the same key. */
  readonly stacks: ReadonlyMap<number, number>
}

/** Fields of profile.proto (google/pprof, proto/profile.proto). */
const PROFILE = { sample: 2, location: 4 } as const
const SAMPLE = { locations: 1, values: 2 } as const
const LOCATION = { id: 1, address: 3 } as const
/** Bytes after gunzip; a larger profile is of no use for a quick look. */
const MOST_BYTES = 16 * 1024 * 1024

/** Counts a profile in proto; undefined: it is of another form, or cannot be read. */
export async function countedOf(body: Uint8Array): Promise<Counted | undefined> {
  const inflated = await inflate(body, MOST_BYTES)
  if (inflated.answer === 'broken') return undefined
  const samples: { readonly locations: readonly number[]; readonly goroutines: number }[] = []
  const addresses = new Map<number, number>()
  try {
    new PbfReader(inflated.bytes).readFields((field, _, reader) => {
      if (field === PROFILE.sample)
        samples.push(reader.readMessage(readSample, { locations: [], goroutines: 0 }))
      else if (field === PROFILE.location) {
        const { id, address } = reader.readMessage(readLocation, { id: 0, address: 0 })
        addresses.set(id, address)
      }
    }, undefined)
  } catch {
    return undefined
  }
  if (samples.length === 0) return undefined
  const stacks = new Map<number, number>()
  for (const { locations, goroutines } of samples) {
    const key = keyOf(locations.map((id) => addresses.get(id) ?? id))
    stacks.set(key, (stacks.get(key) ?? 0) + goroutines)
  }
  return { total: samples.reduce((sum, { goroutines }) => sum + goroutines, 0), stacks }
}

function readSample(
  field: number,
  sample: { locations: number[]; goroutines: number },
  reader: PbfReader,
): void {
  if (field === SAMPLE.locations) reader.readPackedVarint(sample.locations)
  else if (field === SAMPLE.values) sample.goroutines += reader.readPackedVarint()[0] ?? 0
}

function readLocation(field: number, location: { id: number; address: number }, reader: PbfReader): void {
  if (field === LOCATION.id) location.id = reader.readVarint()
  else if (field === LOCATION.address) location.address = reader.readVarint()
}

/** FNV-1a: two of some hundred stacks share a key once in 50,000 profiles. */
function keyOf(addresses: readonly number[]): number {
  let key: number = OFFSET_BASIS
  for (const address of addresses)
    for (const half of [address % 2 ** 32, Math.floor(address / 2 ** 32)]) key = Math.imul(key ^ half, PRIME)
  return key >>> 0
}
