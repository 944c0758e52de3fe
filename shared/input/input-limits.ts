/** Bounds on what a person may give, held while reading. */

import { DEFAULT_READ_LIMITS, type ReadLimits } from '#shared/goroutine/model.ts'

export interface InputLimits extends ReadLimits {
  /** Bytes of all entries after decompression. */
  readonly unpackedBytes: number
  /** Unpacked bytes per packed byte, beyond the first `freeBytes`. */
  readonly ratio: number
  /** Entries of an archive, files of a folder. */
  readonly entries: number
  /** Bytes of a zip, which is read from its end and so is held as a whole. */
  readonly archiveBytes: number
  /** Bytes of a text that are kept as a whole; of a longer one only the surroundings of goroutines are kept. */
  readonly wholeBytes: number
  /** Bytes of a text that are kept in all. */
  readonly keptBytes: number
  /** Bytes of one line. */
  readonly lineBytes: number
}

const MIB = 1024 * 1024

/** What a program of its own may use: `tidemark analyze`, `diff` and `push`. */
export const INPUT_LIMITS: InputLimits = {
  ...DEFAULT_READ_LIMITS,
  unpackedBytes: 2048 * MIB,
  // Deflate reaches 1,032 at most (zlib manual), a debug=2 dump of 55,000 goroutines 59 (measured).
  ratio: 2_000,
  entries: 10_000,
  archiveBytes: 512 * MIB,
  wholeBytes: 8 * MIB,
  keptBytes: 256 * MIB,
  lineBytes: 64 * MIB,
}

/** What one request may use: `inflatedBytes` of the strict readers bounds all of it. */
export function limitsOfRequest(limits: ReadLimits): InputLimits {
  const { inflatedBytes } = limits
  return {
    ...INPUT_LIMITS,
    ...limits,
    unpackedBytes: inflatedBytes,
    archiveBytes: inflatedBytes,
    wholeBytes: Math.min(INPUT_LIMITS.wholeBytes, inflatedBytes),
    keptBytes: inflatedBytes,
    lineBytes: inflatedBytes,
  }
}
