/** Second pass over profile.proto: the samples, each a stack with a count and labels. */

import type { PprofFrames } from './pprof-frames.ts'
import type { PprofTable } from './pprof-table.ts'
import { WireCursor } from './protobuf.ts'
import { refuse, refuseTooManyFrames } from './refusal.ts'
import type { StackTable } from './stack-table.ts'

/** Field numbers of google/pprof proto/profile.proto. */
const SAMPLE = { locationId: 1, value: 2, label: 3 }
const LABEL = { key: 1 }

/** The sample that was read last. */
export class PprofSample {
  count = 0
  /** Physical calls: inlined ones are not counted. */
  locations = 0
  /** Indexes of the label keys in the string table. */
  labelKeys: number[] = []
  /** Locations without a function. */
  unnamed: number[] = []

  readonly #cursor: WireCursor
  readonly #table: PprofTable
  readonly #frames: PprofFrames
  readonly #stacks: StackTable
  readonly #column: number
  readonly #limit: number
  #values = 0

  /** `column` is the place of the goroutine count among the values; `limit` the most locations of a stack. */
  constructor(table: PprofTable, frames: PprofFrames, stacks: StackTable, column: number, limit: number) {
    this.#cursor = new WireCursor(table.bytes)
    this.#table = table
    this.#frames = frames
    this.#stacks = stacks
    this.#column = column
    this.#limit = limit
  }

  /** Reads the sample at `start` to before `end`. */
  read(start: number, end: number): void {
    const cursor = this.#cursor
    cursor.at = start
    cursor.end = end
    this.#stacks.begin()
    this.count = 0
    this.locations = 0
    this.#values = 0
    if (this.labelKeys.length > 0) this.labelKeys = []
    if (this.unnamed.length > 0) this.unnamed = []
    while (cursor.next()) {
      if (cursor.field === SAMPLE.locationId) cursor.integers(this.#takeLocation)
      else if (cursor.field === SAMPLE.value) cursor.integers(this.#takeValue)
      else if (cursor.field === SAMPLE.label) this.#takeLabel()
      else cursor.skip()
    }
    if (this.#values !== this.#table.sampleTypes.length) {
      refuse(
        'malformed-profile',
        `A sample has ${this.#values} values, the profile has ${this.#table.sampleTypes.length} sample types.`,
      )
    }
    // An address changes with every build and process: it stands in only where nothing else is known.
    if (this.#stacks.depth === 0)
      for (const location of this.unnamed) this.#stacks.push(this.#frames.addressName(location))
  }

  readonly #takeLocation = (id: number): void => {
    const location = this.#table.locations.row(id)
    const { starts, frames } = this.#frames
    const from = starts[location] ?? 0
    const to = starts[location + 1] ?? 0
    if (++this.locations > this.#limit) refuseTooManyFrames(this.#limit, this.locations)
    if (from === to) this.unnamed.push(location)
    for (let i = from; i < to; i++) this.#stacks.push(frames[i] ?? 0)
  }

  readonly #takeValue = (value: number): void => {
    if (this.#values++ !== this.#column) return
    this.count = value
    if (value < 0) {
      refuse(
        'delta-profile',
        `A sample has ${value} goroutines, so this is the difference of two profiles: leave "seconds" out of the request.`,
      )
    }
  }

  #takeLabel(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    let key = 0
    while (cursor.next()) {
      if (cursor.field === LABEL.key) key = cursor.integer()
      else cursor.skip()
    }
    cursor.leave(outer)
    if (!this.labelKeys.includes(key)) this.labelKeys.push(key)
  }
}
