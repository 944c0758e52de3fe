/** Second pass over profile.proto: the samples, each a stack with a count and labels. */

import { refuse } from '#shared/reading/refusal.ts'
import type { PprofFrames } from './pprof-frames.ts'
import { GoroutineSample, type goroutineLabelsOf } from './pprof-goroutine-labels.ts'
import type { PprofTable } from './pprof-table.ts'
import { WireCursor } from './protobuf.ts'
import { refuseTooManyFrames } from './refusal.ts'
import type { StackTable } from './stack-table.ts'

/** Field numbers of google/pprof proto/profile.proto. */
const SAMPLE = { locationId: 1, value: 2, label: 3 }
const LABEL = { key: 1, text: 2, number: 3 }

/** Label keys of one sample; real ones have a handful. */
const MOST_LABELS = 1_024

/** The sample that was read last. */
export class PprofSample {
  count = 0
  /** Physical calls: inlined ones are not counted. */
  locations = 0
  /** Indexes of the label keys in the string table. */
  labelKeys: number[] = []
  /** Locations without a function. */
  unnamed: number[] = []
  /** What labels tell of the goroutine itself; undefined in profiles that count goroutines. */
  readonly goroutine: GoroutineSample | undefined

  readonly #cursor: WireCursor
  readonly #table: PprofTable
  readonly #frames: PprofFrames
  readonly #stacks: StackTable
  readonly #column: number
  readonly #limit: number
  readonly #goroutineLabels: ReturnType<typeof goroutineLabelsOf>
  #values = 0

  /** `column` is the place of the goroutine count among the values; `limit` the most locations of a stack. */
  constructor(
    table: PprofTable,
    frames: PprofFrames,
    stacks: StackTable,
    column: number,
    limit: number,
    goroutineLabels: ReturnType<typeof goroutineLabelsOf>,
  ) {
    this.#cursor = new WireCursor(table.bytes)
    this.#table = table
    this.#frames = frames
    this.#stacks = stacks
    this.#column = column
    this.#limit = limit
    this.#goroutineLabels = goroutineLabels
    this.goroutine = goroutineLabels === undefined ? undefined : new GoroutineSample()
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
    this.goroutine?.clear()
    if (this.labelKeys.length > 0) this.labelKeys = []
    if (this.unnamed.length > 0) this.unnamed = []
    while (cursor.next()) {
      if (cursor.field === SAMPLE.locationId) this.#takeLocations()
      else if (cursor.field === SAMPLE.value) this.#takeValues()
      else if (cursor.field === SAMPLE.label) this.#takeLabel()
      else cursor.skip()
    }
    if (this.#values !== this.#table.sampleTypes.length) {
      refuse(
        'malformed-profile',
        `A sample has ${this.#values} values, the profile has ${this.#table.sampleTypes.length} sample types.`,
      )
    }
    if (this.#stacks.depth === 0) this.#pushAddresses()
  }

  /** Addresses change with every build and process: they stand in only where nothing else is known. */
  #pushAddresses(): void {
    for (const location of this.unnamed) this.#stacks.push(this.#frames.addressName(location))
  }

  #takeLocations(): void {
    const cursor = this.#cursor
    const stacks = this.#stacks
    const { locations } = this.#table
    const { starts, frames } = this.#frames
    const outer = cursor.enterIntegers()
    let seen = this.locations
    while (cursor.at < cursor.end) {
      const location = locations.row(cursor.element())
      const from = starts[location] ?? 0
      const to = starts[location + 1] ?? 0
      if (++seen > this.#limit) refuseTooManyFrames(this.#limit, seen)
      if (from === to) this.unnamed.push(location)
      for (let i = from; i < to; i++) stacks.push(frames[i] ?? 0)
    }
    this.locations = seen
    cursor.leave(outer)
  }

  #takeValues(): void {
    const cursor = this.#cursor
    const outer = cursor.enterIntegers()
    while (cursor.at < cursor.end) {
      const value = cursor.element()
      if (this.#values++ === this.#column) this.#takeCount(value)
    }
    cursor.leave(outer)
  }

  #takeCount(count: number): void {
    this.count = count
    if (count >= 0) return
    refuse(
      'delta-profile',
      `A sample has ${count} goroutines, so this is the difference of two profiles: leave "seconds" out of the request.`,
    )
  }

  #takeLabel(): void {
    const cursor = this.#cursor
    const outer = cursor.enter()
    const ofGoroutine = this.#goroutineLabels
    let key = 0
    let text = 0
    let value = 0
    while (cursor.next()) {
      if (cursor.field === LABEL.key) key = cursor.integer()
      else if (ofGoroutine !== undefined && cursor.field === LABEL.text) text = cursor.integer()
      else if (ofGoroutine !== undefined && cursor.field === LABEL.number) value = safe(cursor.bigInteger())
      else cursor.skip()
    }
    cursor.leave(outer)
    const label = ofGoroutine?.get(key)
    if (label !== undefined) {
      this.goroutine?.take(label, text, value)
      return
    }
    if (!this.labelKeys.includes(key)) this.labelKeys.push(key)
    if (this.labelKeys.length > MOST_LABELS) {
      refuse('malformed-profile', `A sample has more than ${MOST_LABELS} labels.`, {
        limit: MOST_LABELS,
        actual: this.labelKeys.length,
      })
    }
  }
}

/** The number of a user's own label may be any; what no goroutine can have tells nothing. */
const safe = (value: bigint): number => (value > 0n && value <= MOST_SAFE ? Number(value) : 0)
const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER)
