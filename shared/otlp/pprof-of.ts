import {
  type FunctionInput,
  type LabelInput,
  type LocationInput,
  type MappingInput,
  Profile as Pprof,
  StringTable,
} from 'pprof-format'
import { Rejection } from '#shared/api/reason.ts'
import { sampleLabel } from './attributes.ts'
import type { Dictionary } from './dictionary.ts'
import type { Profile, Sample } from './otlp_pb.ts'

/** Attribute of a mapping (OpenTelemetry semantic conventions 1.39, "process"). */
const BUILD_ID = 'process.executable.build_id.gnu'
/** Bytes that a row and a reference take in profile.proto, no less than half of what they really do. */
const ROW = 16
const REFERENCE = 3
const MOST_TIME = 2n ** 63n - 1n

/**
 * Bytes that the profiles of one message may become. Samples may share a stack, and profiles all tables, so that a small message
 * can stand for a large one.
 */
export class Room {
  readonly limit: number
  #taken = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** @throws Rejection `inflated-too-large` */
  take(bytes: number): void {
    this.#taken += bytes
    if (this.#taken <= this.limit) return
    throw new Rejection(
      'inflated-too-large',
      `As pprof the profiles of this message take ${this.#taken} bytes or more, the limit is ${this.limit}: send fewer profiles at once.`,
      { limit: this.limit, actual: this.#taken },
    )
  }
}

/**
 * A profile as the bytes of profile.proto, the same for the same message. Rows of the dictionary keep their number plus one: 0
 * is no id in profile.proto.
 *
 * @throws Rejection `malformed-profile` for an index that no row has and samples that are no counts; `delta-profile`
 */
export function pprofOf(profile: Profile, dictionary: Dictionary, room: Room): Uint8Array {
  if (profile.durationNano !== 0n) {
    throw new Rejection(
      'delta-profile',
      `The profile has a duration_nano of ${profile.durationNano}; goroutines are counted at one instant: take it without "seconds".`,
    )
  }
  if (profile.timeUnixNano > MOST_TIME) {
    throw new Rejection('malformed-profile', `The time_unix_nano ${profile.timeUnixNano} is no time.`)
  }
  return new PprofWriter(dictionary, room).write(profile)
}

class PprofWriter {
  readonly #dictionary: Dictionary
  readonly #room: Room
  readonly #strings = new StringTable()
  /** Row of the dictionary → what is written of it. */
  readonly #texts = new Map<number, number>()
  readonly #stacks = new Map<number, number[]>()
  readonly #labels = new Map<number, LabelInput | undefined>()
  readonly #locations = new Map<number, LocationInput>()
  readonly #functions = new Map<number, FunctionInput>()
  readonly #mappings = new Map<number, MappingInput>()

  constructor(dictionary: Dictionary, room: Room) {
    this.#dictionary = dictionary
    this.#room = room
  }

  write({ sampleType, samples, timeUnixNano }: Profile): Uint8Array {
    const type = { type: this.#text(sampleType?.typeStrindex), unit: this.#text(sampleType?.unitStrindex) }
    const sample = samples.map((one) => ({
      locationId: this.#stack(one.stackIndex),
      value: [countOf(one)],
      label: one.attributeIndices.flatMap((index) => this.#label(index) ?? []),
    }))
    return new Pprof({
      sampleType: [type],
      sample,
      mapping: [...this.#mappings.values()],
      location: [...this.#locations.values()],
      function: [...this.#functions.values()],
      stringTable: this.#strings,
      timeNanos: timeUnixNano,
      periodType: type,
      period: 1,
    }).encode()
  }

  #text(index = 0): number {
    const known = this.#texts.get(index)
    if (known !== undefined) return known
    const text = this.#dictionary.text(index)
    this.#room.take(text.length)
    const made = this.#strings.dedup(text)
    this.#texts.set(index, made)
    return made
  }

  /** Samples that stand in one stack share the list of its locations. */
  #stack(index: number): number[] {
    const known = this.#stacks.get(index)
    const made =
      known ?? (this.#dictionary.stack(index)?.locationIndices ?? []).map((row) => this.#location(row))
    if (known === undefined) this.#stacks.set(index, made)
    this.#room.take(ROW + REFERENCE * made.length)
    return made
  }

  #location(index: number): number {
    const id = index + 1
    if (this.#locations.has(index)) return id
    const { mappingIndex = 0, address = 0n, lines = [] } = this.#dictionary.location(index) ?? {}
    this.#room.take(ROW * (1 + lines.length))
    // A line without a function names nothing.
    const line = lines.flatMap(({ functionIndex, line }) =>
      functionIndex === 0 ? [] : [{ functionId: this.#function(functionIndex), line }],
    )
    this.#locations.set(index, { id, mappingId: this.#mapping(mappingIndex), address, line })
    return id
  }

  #function(index: number): number {
    const id = index + 1
    if (this.#functions.has(index)) return id
    const row = this.#dictionary.function(index)
    this.#room.take(ROW)
    this.#functions.set(index, {
      id,
      name: this.#text(row?.nameStrindex),
      systemName: this.#text(row?.systemNameStrindex),
      filename: this.#text(row?.filenameStrindex),
      startLine: row?.startLine ?? 0n,
    })
    return id
  }

  #mapping(index: number): number {
    const id = index + 1
    const row = this.#dictionary.mapping(index)
    if (index === 0 || row === undefined) return 0
    if (this.#mappings.has(index)) return id
    this.#room.take(ROW)
    const buildId = row.attributeIndices
      .map((attribute) => this.#label(attribute))
      .find((label) => label !== undefined && label.key === this.#strings.dedup(BUILD_ID))
    this.#mappings.set(index, {
      id,
      filename: this.#text(row.filenameStrindex),
      buildId: buildId?.str ?? 0,
      hasFunctions: true,
    })
    return id
  }

  #label(index: number): LabelInput | undefined {
    this.#room.take(ROW)
    if (this.#labels.has(index)) return this.#labels.get(index)
    const made = this.#newLabel(index)
    this.#labels.set(index, made)
    return made
  }

  #newLabel(index: number): LabelInput | undefined {
    const row = this.#dictionary.attribute(index)
    const said = sampleLabel(row?.value, this.#dictionary)
    if (row === undefined || said === undefined) return undefined
    const key = this.#text(row.keyStrindex)
    if ('number' in said) return { key, num: said.number }
    this.#room.take(said.text.length)
    return { key, str: this.#strings.dedup(said.text) }
  }
}

/**
 * How many goroutines a sample stands for: the sum of its values, or one for each time if it has none (opentelemetry-proto,
 * `Sample`).
 */
function countOf({ values, timestampsUnixNano: times }: Sample): bigint {
  const [first] = times
  if (times.some((time) => time !== first)) {
    throw new Rejection(
      'delta-profile',
      `A sample is of ${times.length} times; goroutines are counted at one instant, in a profile for each.`,
    )
  }
  if (values.length === 0 && times.length === 0)
    throw new Rejection('malformed-profile', 'A sample has neither values nor timestamps_unix_nano.')
  if (values.length > 0 && times.length > 0 && values.length !== times.length) {
    throw new Rejection(
      'malformed-profile',
      `A sample has ${values.length} values and ${times.length} timestamps_unix_nano; there must be one for each.`,
    )
  }
  return values.length === 0 ? BigInt(times.length) : values.reduce((sum, value) => sum + value, 0n)
}
