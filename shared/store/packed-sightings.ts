import { PbfReader, PbfWriter } from 'pbf'
import type { Ages, Sighting } from '#shared/signature/signature.ts'
import { expectEnd, idBytes, readId, writeRaw } from './packed-id.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * The sightings of one snapshot in about 12 bytes each, so that a row of 60 fits one write unit of DynamoDB.
 *
 * ```
 * packed   = version count sighting*
 * sighting = id(8 bytes) flags goroutines [leaked] [state | states] [ages] [labels] [ranged]
 * states   = count (state goroutines)*      state = index in STATES, or 0 and a string
 * ages     = count distinct youngest median oldest
 * labels   = count (key goroutines)*
 * ```
 * All numbers are varints. A reader of another version refuses by naming it.
 */
const VERSION = 1
export const SIGHTINGS: PackedFormat = { name: 'packed sightings have', version: VERSION, upgrades: [] }

const LEAKED = 1
const ONE_STATE = 2
const STATES_LISTED = 4
const AGES = 8
const LABELS = 16
const RANGED = 32

/** Wait reasons that blocked goroutines have most (runtime/runtime2.go); the position is stored: only append. */
const STATES = [
  '',
  'chan receive',
  'chan send',
  'select',
  'IO wait',
  'sync.Mutex.Lock',
  'sync.RWMutex.RLock',
  'sync.RWMutex.Lock',
  'sync.WaitGroup.Wait',
  'sync.Cond.Wait',
  'sleep',
  'syscall',
  'running',
  'runnable',
  'semacquire',
  'select (no cases)',
  'chan receive (nil chan)',
  'chan send (nil chan)',
]

/** @see VERSION for the layout */
export function packSightings(sightings: readonly Sighting[]): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(VERSION)
  out.writeVarint(sightings.length)
  for (const sighting of sightings) writeSighting(out, sighting)
  return out.finish()
}

/** What is left of a sighting where all of them take too many bytes, the most first; the last takes 19 at most. */
const LESS: readonly ((sighting: Sighting) => Sighting)[] = [
  (sighting) => ({
    ...sighting,
    states: commonest(sighting.states),
    labelKeys: commonest(sighting.labelKeys),
  }),
  ({ labelKeys: _, ...sighting }) => ({
    ...sighting,
    states: commonest(sighting.states, 1),
    labelKeys: NONE,
  }),
  ({ signature, count, leaked }) => ({
    signature,
    count,
    leaked,
    states: NONE,
    ages: undefined,
    labelKeys: NONE,
  }),
]
const NONE: ReadonlyMap<string, number> = new Map()

const commonest = (counts: ReadonlyMap<string, number>, most = 16): ReadonlyMap<string, number> =>
  counts.size <= most ? counts : new Map([...counts].sort((a, b) => b[1] - a[1]).slice(0, most))

/** The same in at most so many bytes: of too many states and label keys the commonest are kept, then fewer, then counts alone. */
export function packSightingsWithin(sightings: readonly Sighting[], bytes: number): Uint8Array {
  let packed = packSightings(sightings)
  for (const less of LESS) {
    if (packed.length <= bytes) break
    packed = packSightings(sightings.map(less))
  }
  return packed
}

/** @throws Error that names the version, where the bytes are of a later one */
export function unpackSightings(bytes: Uint8Array): Sighting[] {
  const input = bodyOf(bytes)
  const sightings: Sighting[] = []
  for (let left = input.readVarint(); left > 0; left--) sightings.push(readSighting(input))
  expectEnd(input)
  return sightings
}

/** How many sightings there are, without reading one. @throws Error as `unpackSightings` */
export const countSightings = (bytes: Uint8Array): number => bodyOf(bytes).readVarint()

/** What follows the version. */
function bodyOf(bytes: Uint8Array): PbfReader {
  const input = new PbfReader(upgraded(SIGHTINGS, bytes))
  input.readVarint()
  return input
}

function writeSighting(
  out: PbfWriter,
  { signature, count, leaked, states, ages, labelKeys, ranged }: Sighting,
): void {
  const only = states.size === 1 ? [...states][0] : undefined
  const oneState = only !== undefined && only[1] === count
  const listed = states.size > 0 && !oneState
  writeRaw(out, idBytes(signature))
  out.writeVarint(
    (leaked > 0 ? LEAKED : 0) |
      (oneState ? ONE_STATE : 0) |
      (listed ? STATES_LISTED : 0) |
      (ages === undefined ? 0 : AGES) |
      (labelKeys.size > 0 ? LABELS : 0) |
      (ranged === undefined ? 0 : RANGED),
  )
  out.writeVarint(count)
  if (leaked > 0) out.writeVarint(leaked)
  if (oneState) writeState(out, only[0])
  if (listed) writeCounts(out, states, writeState)
  if (ages !== undefined) {
    for (const n of [ages.count, ages.distinct, ages.youngest, ages.median, ages.oldest]) out.writeVarint(n)
  }
  if (labelKeys.size > 0) writeCounts(out, labelKeys, (to, key) => to.writeString(key))
  if (ranged !== undefined) out.writeVarint(ranged)
}

function readSighting(input: PbfReader): Sighting {
  const signature = readId(input)
  const flags = input.readVarint()
  const count = input.readVarint()
  const leaked = flags & LEAKED ? input.readVarint() : 0
  const states = flags & (ONE_STATE | STATES_LISTED) ? readStates(input, flags, count) : NONE
  const ages = flags & AGES ? readAges(input) : undefined
  // A judge holds millions of sightings: most have no labels, and share one empty map.
  const labelKeys = flags & LABELS ? readCounts(input, (from) => from.readString()) : NONE
  const ranged = flags & RANGED ? { ranged: input.readVarint() } : {}
  return { signature, count, leaked, states, ages, labelKeys, ...ranged }
}

const readStates = (input: PbfReader, flags: number, count: number): ReadonlyMap<string, number> =>
  flags & STATES_LISTED ? readCounts(input, readState) : new Map([[readState(input), count]])

function writeState(out: PbfWriter, state: string): void {
  const index = Math.max(0, STATES.indexOf(state))
  out.writeVarint(index)
  if (index === 0) out.writeString(state)
}

function readState(input: PbfReader): string {
  const index = input.readVarint()
  return index === 0 ? input.readString() : (STATES[index] ?? `unknown state ${index}`)
}

function writeCounts(
  out: PbfWriter,
  counts: ReadonlyMap<string, number>,
  write: (to: PbfWriter, key: string) => void,
): void {
  out.writeVarint(counts.size)
  for (const [key, n] of counts) {
    write(out, key)
    out.writeVarint(n)
  }
}

function readCounts(input: PbfReader, read: (from: PbfReader) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (let left = input.readVarint(); left > 0; left--) counts.set(read(input), input.readVarint())
  return counts
}

function readAges(input: PbfReader): Ages {
  const [count, distinct, youngest, median, oldest] = Array.from({ length: 5 }, () =>
    input.readVarint(),
  ) as Five
  return { count, distinct, youngest, median, oldest }
}

type Five = [number, number, number, number, number]
