import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
/** The committed incident: five days of a web shop that leaks idle connections. */
export const SHOPFRONT = fileURLToPath(new URL('../fixtures/series/shopfront-week', import.meta.url))
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/goroutine/${name}`, import.meta.url))

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Variables of the environment. */
export type Settings = Readonly<Record<string, string>>

/** Variables that make a clock: a command of the CLI must have that of its test, shifted or not (`npm run test:clock`). */
const CLOCK = /^(?:TZ|LD_PRELOAD|FAKETIME.*|FAKERANDOM_SEED|DONT_FAKE_MONOTONIC)$/
const clock = Object.fromEntries(Object.entries(process.env).filter(([name]) => CLOCK.test(name)))

/** Starts a command of the CLI; of this machine's settings only the clock reaches it, its state lies in `home`. */
export const start = (args: readonly string[], home: string, settings: Settings = {}): ChildProcess =>
  spawn(process.execPath, [MAIN, ...args], {
    cwd: home,
    env: { ...clock, HOME: home, XDG_STATE_HOME: home, ...settings },
  })

/** Runs a command of the CLI to its end. */
export async function tidemark(
  args: readonly string[],
  { home = tmpdir(), input = '' }: { home?: string; input?: string | Uint8Array } = {},
): Promise<Ended> {
  const child = start(args, home)
  child.stdin?.end(input)
  return ended(child)
}

/** What a command wrote until its end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the command was started without pipes')
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')])
  return { code, stdout: out, stderr: err }
}

/** Runs `use` with an empty folder that is gone afterwards. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
