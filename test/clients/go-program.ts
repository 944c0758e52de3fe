import { execFile, spawn } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Ended, ended } from '#test/support/cli.ts'

/** Modules of this folder: their go.sum says what is fetched. */
type Module = 'pyroscope-go' | 'connect-go' | 'dd-trace-go' | 'otlp-collector'

/** The profile of goroutines that can never run again: Go 1.26 has it behind this, and older ones not at all. */
const LEAK_PROFILE = { GOEXPERIMENT: 'goroutineleakprofile' }

/** Milliseconds. */
const LOOK_AGAIN = 50

/**
 * Builds one of our Go modules in a folder of its own below `home`.
 *
 * @param main its main.go, where it is to be another
 * @returns the program
 */
export async function buildGo(home: string, module: Module, main?: string): Promise<string> {
  const folder = join(home, `${module}-${main === undefined ? 'own' : 'other'}`)
  await cp(fileURLToPath(new URL(module, import.meta.url)), folder, { recursive: true })
  if (main !== undefined) await writeFile(join(folder, 'main.go'), main)
  const env = { ...process.env, GOFLAGS: '', ...((await knowsLeakProfile()) ? LEAK_PROFILE : {}) }
  await promisify(execFile)('go', ['build', '-o', 'client', '.'], { cwd: folder, env })
  return join(folder, 'client')
}

async function knowsLeakProfile(): Promise<boolean> {
  const env = { ...process.env, ...LEAK_PROFILE }
  return promisify(execFile)('go', ['version'], { env }).then(
    () => true,
    () => false,
  )
}

/** Where a program sends to; nothing else of this machine reaches it. */
export interface Told {
  readonly url: string
  readonly token: string
  /** What else stands in its environment. */
  readonly more?: Readonly<Record<string, string>>
}

const environment = ({ url, token, more }: Told) => ({ TIDEMARK_URL: url, TIDEMARK_TOKEN: token, ...more })

/** Runs a program to its end. */
export const run = (program: string, told: Told, args: readonly string[] = []): Promise<Ended> =>
  ended(spawn(program, args, { env: environment(told) }))

/** What a program wrote so far. */
type SoFar = Pick<Ended, 'stdout'>

/** Runs a program that does not end by itself until something is so. */
export async function runUntil(
  program: string,
  told: Told,
  isSo: (soFar: SoFar) => Promise<boolean>,
  args: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(program, args, { env: environment(told) })
  const end = ended(child)
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  try {
    while (child.exitCode === null && !(await isSo({ stdout }))) await setTimeout(LOOK_AGAIN)
  } finally {
    child.kill()
  }
  return end
}
