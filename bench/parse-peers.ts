/** Builds and runs gostackparse and google/pprof, the parsers that ours are compared with. */

import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { PeerOp, Spread } from './parse-ours.ts'

const execute = promisify(execFile)

/** What the peers' programs are asked to generate: kind and number of goroutines or samples. */
const INPUTS = [
  ['debug2', 10_000],
  ['debug0', 300],
  ['debug0', 5_000],
  ['debug0', 16_000],
  ['debug1', 5_000],
] as const

/** One operation of a peer on one file. */
export interface PeerTime {
  readonly file: string
  readonly op: PeerOp
  /** Cores that Go's collector may use beside the parser. */
  readonly procs: number
  readonly ms: Spread
}

/** A line of the peers' own output; times in nanoseconds. */
interface PeerLine {
  readonly file: string
  readonly op: PeerOp
  readonly gomaxprocs: number
  readonly errors: number
  readonly ns_per_op: Spread
}

/** Builds the peers into a folder. Answers why not, or undefined. */
export async function buildPeers(source: string, folder: string): Promise<string | undefined> {
  try {
    await access(join(source, 'go.mod'))
    await execute('go', ['build', '-o', `${folder}/`, './gen', './bench'], { cwd: source })
    return undefined
  } catch (error) {
    return `The peers are skipped: ${source} could not be built with go (${(error as Error).message.split('\n')[0]}).`
  }
}

/** Writes the inputs into a folder; the same bytes at each run. */
export async function generateInputs(folder: string): Promise<readonly string[]> {
  const paths: string[] = []
  for (const [kind, n] of INPUTS) {
    const args = ['-kind', kind, '-n', String(n), '-out', folder]
    const { stdout } = await execute(join(folder, 'gen'), args)
    paths.push(stdout.slice(0, stdout.lastIndexOf(' ', stdout.lastIndexOf(' bytes') - 1)).trim())
  }
  return paths
}

/** Times the peers on files; `procs` is GOMAXPROCS, absent for Go's default. */
export async function measurePeers(
  folder: string,
  paths: readonly string[],
  procs?: number,
): Promise<readonly PeerTime[]> {
  const env = procs === undefined ? process.env : { ...process.env, GOMAXPROCS: String(procs) }
  const { stdout } = await execute(join(folder, 'bench'), [...paths], { env })
  return stdout
    .trim()
    .split('\n')
    .map((line): PeerTime => {
      const { file, op, gomaxprocs, errors, ns_per_op } = JSON.parse(line) as PeerLine
      if (errors > 0)
        throw new Error(`${op} gave up on ${errors} goroutines of ${file}: the times do not compare`)
      const ms = { min: ns_per_op.min / 1e6, median: ns_per_op.median / 1e6 }
      return { file: basename(file), op, procs: gomaxprocs, ms }
    })
}
