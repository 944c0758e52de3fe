/** Times our readers of goroutine profiles on files in memory. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readDebug1 } from '#shared/goroutine/debug1.ts'
import { readDebug2 } from '#shared/goroutine/debug2.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import { DEFAULT_READ_LIMITS, type Reading, type ReadLimits } from '#shared/goroutine/model.ts'
import { readPprof } from '#shared/goroutine/pprof.ts'

/** Milliseconds of one operation. */
export interface Spread {
  readonly min: number
  readonly median: number
}

/** One of our operations on one file, and the peer's operation that does the same work. */
export interface Measured {
  readonly file: string
  readonly op: string
  readonly peerOp: PeerOp
  /** Bytes after gunzip. */
  readonly rawBytes: number
  readonly ms: Spread
}

export type PeerOp = 'gostackparse' | 'pprof-parse' | 'pprof-parse-raw' | 'gunzip'

const RUNS = 15
/** Shortest time of one run in milliseconds: short operations are repeated inside a run. */
const LEAST_RUN = 100
/** A generated dump may be bigger than one that the runtime writes. */
const LIMITS: ReadLimits = { ...DEFAULT_READ_LIMITS, inflatedBytes: 256 * 1024 * 1024 }

/** Times every reader that is for the file, after a warm-up; debug=0 with gunzip, without, and gunzip alone. */
export async function measureOurs(path: string): Promise<readonly Measured[]> {
  const body = await readFile(path)
  const inflated = await inflate(body, LIMITS.inflatedBytes)
  if (inflated.answer === 'broken') throw new Error(`${path}: ${inflated.broken.detail}`)
  const raw = inflated.bytes
  const row = async (op: string, peerOp: PeerOp, run: () => unknown): Promise<Measured> => {
    return { file: basename(path), op, peerOp, rawBytes: raw.length, ms: await spread(run) }
  }
  const read = (reader: (bytes: Uint8Array, limits: ReadLimits) => Reading) => () =>
    accepted(reader(raw, LIMITS))
  if (readDebug2(raw, LIMITS).answer !== 'not-mine')
    return [await row('debug=2', 'gostackparse', read(readDebug2))]
  if (readDebug1(raw, LIMITS).answer !== 'not-mine')
    return [await row('debug=1', 'pprof-parse', read(readDebug1))]
  return [
    await row('debug=0 with gunzip', 'pprof-parse', async () => accepted(await readProfile(body, LIMITS))),
    await row('debug=0 without gunzip', 'pprof-parse-raw', read(readPprof)),
    await row('gunzip', 'gunzip', () => inflate(body, LIMITS.inflatedBytes)),
  ]
}

/** A benchmark of refusing would be a fast one. */
function accepted(reading: Reading): void {
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
}

async function spread(run: () => unknown): Promise<Spread> {
  const warm = await elapsed(run, 1)
  for (let left = 2 * LEAST_RUN; left > 0; ) left -= await elapsed(run, 1)
  const repeats = Math.max(1, Math.floor(LEAST_RUN / warm))
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) times.push((await elapsed(run, repeats)) / repeats)
  times.sort((a, b) => a - b)
  return { min: times[0] ?? Number.NaN, median: times[Math.floor(RUNS / 2)] ?? Number.NaN }
}

async function elapsed(run: () => unknown, repeats: number): Promise<number> {
  const start = performance.now()
  for (let i = 0; i < repeats; i++) await run()
  return performance.now() - start
}
