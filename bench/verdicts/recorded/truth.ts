import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A leak of a recorded program, as whoever recorded it wrote down (README of the series). */
export interface RecordedLeak {
  /** Functions; a finding is right if its stack holds one of them. */
  readonly any: readonly string[]
  readonly cause: string | null
  /** RFC 3339. */
  readonly since: string
  /** Goroutines an hour of one process, twins included. */
  readonly perHour: number
}

export interface RecordedTruth {
  readonly leaks: readonly RecordedLeak[]
}

export const readTruth = async (directory: string): Promise<RecordedTruth> =>
  JSON.parse(await readFile(join(directory, 'truth.json'), 'utf8')) as RecordedTruth
