/** The frames behind every location of a profile.proto, as numbered names. */

import { NOWHERE } from './place-tally.ts'
import type { PprofNames } from './pprof-name.ts'
import type { PprofTable } from './pprof-table.ts'
import { uint64At } from './protobuf.ts'

/** Resolved before the samples are read, which name the same locations again and again. */
export class PprofFrames {
  readonly #table: PprofTable
  readonly #names: PprofNames
  /** Where the frames of each location begin in `frames`, and where those of the last one end. */
  readonly starts: Int32Array
  /** Names of all locations, those of one innermost first. */
  readonly frames: Int32Array
  /** `file:line` of each of `frames`, as a numbered name; empty where nobody asked for places. */
  readonly places: Int32Array

  /** Refuses a function id or a string index that nothing stands behind. */
  constructor(table: PprofTable, names: PprofNames) {
    this.#table = table
    this.#names = names
    const nameless = names.intern('')
    const functions = table.functionNames.map((index) => names.at(index))
    const starts = [0]
    const frames: number[] = []
    const places: number[] = []
    const hasPlaces = table.lineNumbers.length > 0
    for (let location = 0; location + 1 < table.lineStarts.length; location++) {
      const end = table.lineStarts[location + 1] ?? 0
      for (let line = table.lineStarts[location] ?? 0; line < end; line++) {
        const row = table.functions.row(table.lineFunctions[line] ?? 0)
        const name = functions[row] ?? nameless
        if (name === nameless) continue
        frames.push(name)
        if (hasPlaces) places.push(this.#placeOf(row, line))
      }
      starts.push(frames.length)
    }
    this.starts = Int32Array.from(starts)
    this.frames = Int32Array.from(frames)
    this.places = Int32Array.from(places)
  }

  #placeOf(row: number, line: number): number {
    const file = this.#table.functionFiles[row] ?? 0
    const number = this.#table.lineNumbers[line] ?? 0
    // A file that is missing is no reason to refuse stacks that are whole.
    if (file <= 0 || file * 2 >= this.#table.strings.length || number <= 0) return NOWHERE
    return this.#names.intern(`${this.#names.string(file)}:${number}`)
  }

  /** Name for a location without a function: its address, as hexadecimal digits after `0x`. */
  addressName(location: number): number {
    const at = this.#table.addresses[location] ?? -1
    const address = at < 0 ? 0n : uint64At(this.#table.bytes, at)
    return this.#names.intern(`0x${address.toString(16)}`)
  }
}
