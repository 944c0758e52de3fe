/** Counts at which lines of which files the frames of a stack stand; made only where somebody asks for places. */

import type { ReadOptions } from './model.ts'
import { NameTable } from './name-table.ts'

/** What a reader of text notes places with. */
export interface Placing {
  readonly names: NameTable
  readonly tally: PlaceTally
}

/** Nothing where nobody asked for places. */
export const placingOf = (bytes: Buffer, options: ReadOptions): Placing | undefined =>
  options.places === true ? { names: new NameTable(bytes, options), tally: new PlaceTally() } : undefined

/** `file:line` of a number; nothing where nobody asked for places. */
export const placeText = (placing: Placing | undefined): ((place: number) => string) | undefined =>
  placing === undefined ? undefined : (place) => placing.names.text(place)

/** The places of one stack as some of its goroutines have them; a place is a number of the reader's table. */
export interface NumberedPlaces {
  readonly frames: readonly number[]
  readonly go: number
  count: number
}

/** A place that the dump does not tell. */
export const NOWHERE = -1
/** Different sets of places kept of one stack: a function has few lines that call the next one. */
const MOST_VARIANTS = 256

/** The places of the stack that is being read, frame by frame, leaf first. */
export class PlaceTally {
  /** Place of the `go` statement. */
  go = NOWHERE
  #frames: number[] = []

  /** Frames of the stack that have a place or are known to have none. */
  get depth(): number {
    return this.#frames.length
  }

  /** Begins a new stack. */
  begin(): void {
    this.#frames = []
    this.go = NOWHERE
  }

  /** Adds the place of the frame that was pushed last. */
  push(place: number): void {
    this.#frames.push(place)
  }

  /** Counts the stack; one whose places do not pair up with its `depth` frames has none that can be told. */
  addTo(known: Map<string, NumberedPlaces> | undefined, depth: number, count: number) {
    const variants = known ?? new Map<string, NumberedPlaces>()
    if (this.#frames.length !== depth) return variants
    const key = `${this.go} ${this.#frames.join(' ')}`
    const variant = variants.get(key)
    if (variant !== undefined) variant.count += count
    else if (variants.size < MOST_VARIANTS) variants.set(key, { frames: this.#frames, go: this.go, count })
    return variants
  }
}
