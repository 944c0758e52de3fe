/** How fast goroutine profiles are read, beside gostackparse and google/pprof on the same files in one run. */

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Measured, measureOurs } from './parse-ours.ts'
import { buildPeers, generateInputs, measurePeers, type PeerTime } from './parse-peers.ts'

const ROOT = join(import.meta.dirname, '..')
const FIXTURES = join(ROOT, 'test/fixtures/goroutine')
/** Read where there are no generated files: the captures of the newest Go. */
const CAPTURE = /^go1\.27\.goroutine\.debug\d\.(txt|pb\.gz)$/

/** Times in milliseconds. `ratio` below 1: ours is the faster one. */
export interface ParseRow {
  readonly file: string
  /** Our operation and the peer's: both do at least the peer's work, but see `note`. */
  readonly what: string
  readonly oursMin: number
  readonly oursMedian: number
  /** The peer with Go's default number of cores, and with one. */
  readonly peerMin: number | undefined
  readonly peerMinOneCore: number | undefined
  /** Our minimum over the better minimum of the peer. */
  readonly ratio: number | undefined
  /** Ours, by the bytes after gunzip. */
  readonly mibPerS: number
}

export interface ParseBench {
  readonly rows: readonly ParseRow[]
  /** Why no peer was measured. */
  readonly skipped: string | undefined
}

/** What a reader of the figures must know. */
export const PARSE_NOTE =
  'gostackparse makes a list of goroutines and google/pprof one of samples; ours groups them by stack, too. ' +
  'Of debug=1 google/pprof keeps neither names nor labels.'

/** Measures on generated files beside the peers in `peers`, or on the captures alone where that is not possible. */
export async function benchParse(peers = join(ROOT, '../shared/peers')): Promise<ParseBench> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  try {
    const skipped = await buildPeers(peers, folder)
    if (skipped !== undefined) return { rows: await alone(await captures()), skipped }
    return { rows: await together(folder, await generateInputs(folder)), skipped }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function captures(): Promise<readonly string[]> {
  return (await readdir(FIXTURES)).filter((file) => CAPTURE.test(file)).map((file) => join(FIXTURES, file))
}

async function alone(paths: readonly string[]): Promise<readonly ParseRow[]> {
  const rows: ParseRow[] = []
  for (const path of paths) rows.push(...(await measureOurs(path)).map((ours) => rowOf(ours, [])))
  return rows
}

/** One file after the other, so that both sides of a row meet the machine in the same minute. */
async function together(folder: string, paths: readonly string[]): Promise<readonly ParseRow[]> {
  const rows: ParseRow[] = []
  for (const path of paths) {
    const theirs = await measurePeers(folder, [path])
    const ours = await measureOurs(path)
    const oneCore = await measurePeers(folder, [path], 1)
    rows.push(...ours.map((measured) => rowOf(measured, [...theirs, ...oneCore])))
  }
  return rows
}

function rowOf({ file, op, peerOp, rawBytes, ms }: Measured, peers: readonly PeerTime[]): ParseRow {
  const mine = peers.filter((peer) => peer.op === peerOp && peer.file === file)
  const best = Math.min(...mine.map((peer) => peer.ms.min))
  return {
    file,
    what: mine.length === 0 ? op : `${op} / ${peerOp}`,
    oursMin: ms.min,
    oursMedian: ms.median,
    peerMin: mine[0]?.ms.min,
    peerMinOneCore: mine.at(-1)?.ms.min,
    ratio: mine.length === 0 ? undefined : ms.min / best,
    mibPerS: rawBytes / 1024 ** 2 / (ms.min / 1000),
  }
}

function rounded(row: ParseRow): Record<string, string | number | undefined> {
  const entries = Object.entries(row) as [string, string | number | undefined][]
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(4)) : value]),
  )
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { peers: { type: 'string' } } })
  const { rows, skipped } = await benchParse(values.peers)
  console.table(rows.map(rounded))
  console.log(skipped ?? PARSE_NOTE)
}
