import { PbfReader, PbfWriter } from 'pbf'
import { NO_WORDS } from '#shared/goroutine/roster.ts'
import { coarser } from '#shared/survivor/kept.ts'
import type { Observation, ObservedStack } from '#shared/survivor/observation.ts'
import { expectEnd, idBytes, readId, writeRaw } from './packed-id.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * Dumps share most of their individuals, so each is written once with the runs of dumps that have it. In a large dump
 * each sighting also has its place in the print, one byte.
 *
 * ```
 * packed     = version dumps dump* stacks stack*
 * dump       = seconds-since-the-one-before(zigzag) newest-id flags(1 cut, 2 has places)
 * stack      = signature(8 bytes) presences (dump level)* origins origin(4 bytes)* individuals individual*
 * individual = id-since-the-one-before words(2 bytes) [origin number, if there are several] runs (gap length)* place*
 * ```
 */
const VERSION = 2
export const OBSERVATIONS: PackedFormat = {
  name: 'packed observations have',
  version: VERSION,
  upgrades: [withoutWords],
}
const IS_CUT = 1
const HAS_PLACES = 2

/** @param observations of one process, each time once; times are whole seconds */
export function packObservations(observations: readonly Observation[]): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(VERSION)
  out.writeVarint(observations.length)
  let before = 0
  for (const { at, newest, isCut, stacks } of observations) {
    out.writeSVarint(at / 1000 - before)
    before = at / 1000
    out.writeVarint(newest)
    const hasPlaces = stacks.some(({ places }) => places !== undefined)
    out.writeVarint((isCut ? IS_CUT : 0) + (hasPlaces ? HAS_PLACES : 0))
  }
  const stacks = stacksIn(observations)
  out.writeVarint(stacks.size)
  for (const [signature, seen] of stacks) {
    writeRaw(out, idBytes(signature))
    packStack(out, seen)
  }
  return out.finish()
}

/** The same as of another time. @param packed of one observation @param at milliseconds since the epoch, a whole second */
export function packedAt(packed: Uint8Array, at: number): Uint8Array {
  const input = new PbfReader(packed)
  const out = new PbfWriter()
  out.writeVarint(input.readVarint())
  out.writeVarint(input.readVarint())
  input.readSVarint()
  out.writeSVarint(at / 1000)
  writeRaw(out, packed.subarray(input.pos))
  return out.finish()
}

/** Of an individual: its id, two of its words, its runs of dumps. */
const LEAST_BYTES = 5

/** Of a stack without individuals: its id and a level of one dump. */
const STACK_BYTES = 12

/** The same in at most so many bytes: of large stacks fewer individuals are kept, the same ones in every dump, and of too many stacks the largest. */
export function packWithin(observations: readonly Observation[], bytes: number): Uint8Array {
  let kept = largestStacks(observations, Math.floor(bytes / STACK_BYTES))
  // What cannot fit is not packed: the individuals of one dump alone would be too many.
  while (kept.some((one) => sizeOf(one) * LEAST_BYTES > bytes)) kept = coarser(kept)
  for (;;) {
    const packed = packObservations(kept)
    if (packed.length <= bytes) return packed
    const stacks = stacksIn(kept).size
    if (stacks === 0) return packed
    kept = kept.some((one) => sizeOf(one) > 0) ? coarser(kept) : largestStacks(kept, Math.floor(stacks / 2))
  }
}

/** At most so many stacks, those of which most individuals are kept. */
function largestStacks(observations: readonly Observation[], most: number): readonly Observation[] {
  const sizes = [...stacksIn(observations)].map(
    ([signature, seen]) =>
      [signature, [...seen.values()].reduce((sum, { ids }) => sum + ids.length, 0)] as const,
  )
  if (sizes.length <= most) return observations
  const kept = new Set(
    sizes
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([signature]) => signature),
  )
  return observations.map((one) => ({
    ...one,
    stacks: one.stacks.filter(({ signature }) => kept.has(signature)),
  }))
}

/** @throws Error that names the version, where the bytes are of a later one, or were cut */
export const unpackObservations = (bytes: Uint8Array): Observation[] =>
  readObservations(upgraded(OBSERVATIONS, bytes))

/** Argument words of version 1 are told in another way: of those nobody knows whether they are the same. */
function withoutWords(bytes: Uint8Array): Uint8Array {
  const observations = readObservations(bytes)
  return packObservations(
    observations.map((one) => ({
      ...one,
      stacks: one.stacks.map((stack) => ({ ...stack, words: stack.words.map(() => NO_WORDS) })),
    })),
  )
}

function readObservations(bytes: Uint8Array): Observation[] {
  const input = new PbfReader(bytes)
  input.readVarint()
  let before = 0
  const observations = Array.from({ length: input.readVarint() }, () => {
    before += input.readSVarint()
    const newest = input.readVarint()
    const flags = input.readVarint()
    const stacks: ObservedStack[] = []
    return {
      at: before * 1000,
      newest,
      isCut: (flags & IS_CUT) !== 0,
      hasPlaces: (flags & HAS_PLACES) !== 0,
      stacks,
    }
  })
  const hasPlaces = observations.map((one) => one.hasPlaces)
  for (let left = input.readVarint(); left > 0; left--) {
    const signature = readId(input)
    for (const [dump, stack] of unpackStack(input, hasPlaces))
      observations[dump]?.stacks.push({ signature, ...stack })
  }
  expectEnd(input)
  return observations.map(({ hasPlaces: _, ...observation }) => observation)
}

type Columns = Omit<ObservedStack, 'signature'>

/** Signature → dump → its individuals there. */
function stacksIn(observations: readonly Observation[]): Map<string, Map<number, ObservedStack>> {
  const stacks = new Map<string, Map<number, ObservedStack>>()
  for (const [dump, observation] of observations.entries())
    for (const stack of observation.stacks) {
      const seen = stacks.get(stack.signature) ?? new Map<number, ObservedStack>()
      stacks.set(stack.signature, seen.set(dump, stack))
    }
  return stacks
}

interface Individual {
  readonly id: number
  readonly words: number
  readonly origin: number
  readonly dumps: number[]
  readonly places: number[]
}

function packStack(out: PbfWriter, seen: ReadonlyMap<number, ObservedStack>): void {
  out.writeVarint(seen.size)
  for (const [dump, { level }] of seen) {
    out.writeVarint(dump)
    out.writeVarint(level)
  }
  const individuals = individualsIn(seen)
  const origins = [...new Set(individuals.map(({ origin }) => origin))]
  out.writeVarint(origins.length)
  for (const origin of origins) writeRaw(out, fourBytes(origin))
  out.writeVarint(individuals.length)
  let before = 0
  for (const { id, words, origin, dumps, places } of individuals) {
    out.writeVarint(id - before)
    before = id
    writeRaw(out, Uint8Array.of(words >> 8, words & 0xff))
    if (origins.length > 1) out.writeVarint(origins.indexOf(origin))
    const runs = runsOf(dumps)
    out.writeVarint(runs.length)
    let end = 0
    for (const [from, to] of runs) {
      out.writeVarint(from - end)
      out.writeVarint(to - from)
      end = to
    }
    writeRaw(out, Uint8Array.from(places))
  }
}

function* unpackStack(input: PbfReader, hasPlaces: readonly boolean[]): Generator<[number, Columns]> {
  const seen = new Map<
    number,
    { level: number; ids: number[]; words: number[]; origins: number[]; places: number[] }
  >()
  for (let left = input.readVarint(); left > 0; left--)
    seen.set(input.readVarint(), { level: input.readVarint(), ids: [], words: [], origins: [], places: [] })
  const origins = Array.from({ length: input.readVarint() }, () => {
    const bytes = take(input, 4)
    return bytes.reduce((value, byte) => value * 256 + byte, 0)
  })
  let id = 0
  for (let left = input.readVarint(); left > 0; left--) {
    id += input.readVarint()
    const [high = 0, low = 0] = take(input, 2)
    const origin = origins[origins.length > 1 ? input.readVarint() : 0] ?? 0
    const dumps: number[] = []
    let end = 0
    for (let runs = input.readVarint(); runs > 0; runs--) {
      const from = end + input.readVarint()
      end = from + input.readVarint()
      if (end > hasPlaces.length)
        throw new Error(`packed observations name dump ${end} of ${hasPlaces.length}`)
      for (let dump = from; dump < end; dump++) dumps.push(dump)
    }
    for (const dump of dumps) {
      const columns = seen.get(dump)
      columns?.ids.push(id)
      columns?.words.push(high * 256 + low)
      columns?.origins.push(origin)
      if (hasPlaces[dump] === true) columns?.places.push(take(input, 1)[0] ?? 0)
    }
  }
  for (const [dump, { places, ...columns }] of seen)
    yield [dump, { ...columns, places: hasPlaces[dump] === true ? places : undefined }]
}

/** Ascending by id, each once with all dumps that have it in this stack and with these words. */
function individualsIn(seen: ReadonlyMap<number, ObservedStack>): Individual[] {
  const individuals = new Map<string, Individual>()
  for (const [dump, { ids, words, origins, places }] of seen)
    for (const [i, id] of ids.entries()) {
      const [word = 0, origin = 0] = [words[i], origins[i]]
      const key = `${id} ${word} ${origin}`
      const known = individuals.get(key) ?? { id, words: word, origin, dumps: [], places: [] }
      individuals.set(key, known)
      known.dumps.push(dump)
      if (places !== undefined) known.places.push(places[i] ?? 0)
    }
  return [...individuals.values()].sort((a, b) => a.id - b.id)
}

/** Ascending numbers as half-open ranges. */
function runsOf(dumps: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (const dump of dumps) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === dump) last[1] = dump + 1
    else runs.push([dump, dump + 1])
  }
  return runs
}

const sizeOf = ({ stacks }: Observation): number => stacks.reduce((sum, { ids }) => sum + ids.length, 0)

const fourBytes = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)

function take(input: PbfReader, length: number): Uint8Array {
  const start = input.pos
  input.pos += length
  if (input.pos > input.length) throw new Error(`packed observations end early, at ${input.length}`)
  return input.buf.subarray(start, input.pos)
}
