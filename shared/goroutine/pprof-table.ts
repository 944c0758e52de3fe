/** First pass over profile.proto: the tables of strings, functions and locations, and where the samples lie. */

import { finds, refuse } from '#shared/reading/refusal.ts'
import { asBuffer } from './byte-text.ts'
import { IdIndex } from './id-index.ts'
import type { ReadLimits } from './model.ts'
import { LENGTH, VARINT, WireCursor } from './protobuf.ts'
import { refuseTooManyFrames } from './refusal.ts'

/** Field numbers of google/pprof proto/profile.proto; fields that are not listed are stepped over. */
const PROFILE = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  time: 9,
  duration: 10,
}
const VALUE_TYPE = { type: 1, unit: 2 }
const MAPPING = { buildId: 6 }
const LOCATION = { id: 1, address: 3, line: 4 }
const LINE = { functionId: 1 }
const FUNCTION = { id: 1, name: 2, systemName: 3 }

/** Wire types of the fields 1 to 15 as writers use them: varint, or length for messages, text, packed comments. */
const WIRES = '.LLLLLLVVVVLVLVV'
/** Fields at the beginning that must be those of a profile: letters alone may make one, hardly two. */
const LOOKED_AT = 2

/** True if the bytes begin with two fields of a profile. Go writes `period_type` first, others `sample_type`. */
export function beginsAsProfile(bytes: Uint8Array): boolean {
  return finds(() => {
    const cursor = new WireCursor(bytes)
    for (let i = 0; i < LOOKED_AT; i++) {
      if (!cursor.next()) return false
      const wire = WIRES[cursor.field]
      if (wire === undefined || cursor.wire !== (wire === 'L' ? LENGTH : VARINT)) return false
      cursor.skip()
    }
    return true
  })
}

/** Rows of one table: more than any program has functions, few enough for the memory of a small machine. */
const MOST_ROWS = 1 << 20

/** Rows are numbered from 0 in the order of the profile. Indexes of strings are as the profile has them. */
export class PprofTable {
  readonly bytes: Buffer
  /** Type and unit of each value of a sample. */
  readonly sampleTypes: { readonly type: number; readonly unit: number }[] = []
  /** Start, end, start, end, … of the samples in `bytes`. */
  readonly samples: number[] = []
  readonly locations = new IdIndex('location')
  /** Where the lines of each location begin in `lineFunctions`, and where those of the last one end. */
  readonly lineStarts: number[] = [0]
  /** Function id of every line, those of one location innermost first. */
  readonly lineFunctions: number[] = []
  /** Where the address of each location lies in `bytes`, -1 where it has none. */
  readonly addresses: number[] = []
  readonly functions = new IdIndex('function')
  /** Name of each function; the system name where there is no other. */
  readonly functionNames: number[] = []
  /** Start, end, start, end, … of the strings in `bytes`. */
  readonly strings: number[] = []
  /** ELF build id of the first mapping, which is the main binary. */
  buildId = 0
  timeNanos = 0n
  durationNanos = 0n
  readonly #cursor: WireCursor
  readonly #limits: ReadLimits
  #mappings = 0

  constructor(bytes: Uint8Array, limits: ReadLimits) {
    this.bytes = asBuffer(bytes)
    this.#cursor = new WireCursor(this.bytes)
    this.#limits = limits
  }

  /** Reads all tables. Refuses what is not well-formed and what passes a limit. */
  read(): this {
    const cursor = this.#cursor
    while (cursor.next()) {
      if (cursor.field === PROFILE.sampleType) this.#readSampleType()
      else if (cursor.field === PROFILE.sample) this.#placeSample()
      else if (cursor.field === PROFILE.mapping) this.#readMapping()
      else if (cursor.field === PROFILE.location) this.#readLocation()
      else if (cursor.field === PROFILE.function) this.#readFunction()
      else if (cursor.field === PROFILE.string) this.#placeString()
      else if (cursor.field === PROFILE.time) this.timeNanos = cursor.bigInteger()
      else if (cursor.field === PROFILE.duration) this.durationNanos = cursor.bigInteger()
      else cursor.skip()
    }
    return this
  }

  #readSampleType(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    let type = 0
    let unit = 0
    while (cursor.next()) {
      if (cursor.field === VALUE_TYPE.type) type = cursor.integer()
      else if (cursor.field === VALUE_TYPE.unit) unit = cursor.integer()
      else cursor.skip()
    }
    cursor.leave(outer)
    this.sampleTypes.push({ type, unit })
    refuseRows('sample types', this.sampleTypes.length)
  }

  #placeSample(): void {
    const outer = this.#cursor.enter()
    this.samples.push(this.#cursor.at, this.#cursor.end)
    this.#cursor.leave(outer)
    refuseRows('samples', this.samples.length / 2)
  }

  #placeString(): void {
    const outer = this.#cursor.enter()
    this.strings.push(this.#cursor.at, this.#cursor.end)
    this.#cursor.leave(outer)
    refuseRows('strings', this.strings.length / 2)
  }

  #readMapping(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    while (cursor.next()) {
      if (cursor.field === MAPPING.buildId && this.#mappings === 0) this.buildId = cursor.integer()
      else cursor.skip()
    }
    cursor.leave(outer)
    this.#mappings++
  }

  #readLocation(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    const first = this.lineFunctions.length
    const location = this.lineStarts.length - 1
    let id = 0
    let address = -1
    while (cursor.next()) {
      if (cursor.field === LOCATION.id) id = cursor.integer()
      else if (cursor.field === LOCATION.line) this.#readLine(first)
      else {
        if (cursor.field === LOCATION.address) address = cursor.at
        cursor.skip()
      }
    }
    cursor.leave(outer)
    this.addresses.push(address)
    this.lineStarts.push(this.lineFunctions.length)
    this.locations.add(id)
    refuseRows('locations', location + 1)
  }

  /** `first` is where the lines of the location began. */
  #readLine(first: number): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    let functionId = 0
    while (cursor.next()) {
      if (cursor.field === LINE.functionId) functionId = cursor.integer()
      else cursor.skip()
    }
    cursor.leave(outer)
    this.lineFunctions.push(functionId)
    const frames = this.lineFunctions.length - first
    if (frames > this.#limits.frames) refuseTooManyFrames(this.#limits.frames, frames)
    refuseRows('lines', this.lineFunctions.length)
  }

  #readFunction(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    let id = 0
    let name = 0
    let systemName = 0
    while (cursor.next()) {
      if (cursor.field === FUNCTION.id) id = cursor.integer()
      else if (cursor.field === FUNCTION.name) name = cursor.integer()
      else if (cursor.field === FUNCTION.systemName) systemName = cursor.integer()
      else cursor.skip()
    }
    cursor.leave(outer)
    this.functions.add(id)
    this.functionNames.push(name === 0 ? systemName : name)
    refuseRows('functions', this.functionNames.length)
  }
}

function refuseRows(table: string, rows: number): void {
  if (rows <= MOST_ROWS) return
  refuse('malformed-profile', `The profile has at least ${rows} ${table}, the limit is ${MOST_ROWS}.`, {
    limit: MOST_ROWS,
    actual: rows,
  })
}
