/** The frames behind every location of a profile.proto, as numbered names. */

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

  /** Refuses a function id or a string index that nothing stands behind. */
  constructor(table: PprofTable, names: PprofNames) {
    this.#table = table
    this.#names = names
    const nameless = names.intern('')
    const functions = table.functionNames.map((index) => names.at(index))
    const starts = [0]
    const frames: number[] = []
    for (let location = 0; location + 1 < table.lineStarts.length; location++) {
      const end = table.lineStarts[location + 1] ?? 0
      for (let line = table.lineStarts[location] ?? 0; line < end; line++) {
        const name = functions[table.functions.row(table.lineFunctions[line] ?? 0)] ?? nameless
        if (name !== nameless) frames.push(name)
      }
      starts.push(frames.length)
    }
    this.starts = Int32Array.from(starts)
    this.frames = Int32Array.from(frames)
  }

  /** Name for a location without a function: its address, as hexadecimal digits after `0x`. */
  addressName(location: number): number {
    const at = this.#table.addresses[location] ?? -1
    const address = at < 0 ? 0n : uint64At(this.#table.bytes, at)
    return this.#names.intern(`0x${address.toString(16)}`)
  }
}
