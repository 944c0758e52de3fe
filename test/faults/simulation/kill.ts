import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { randomOf } from '#bench/verdicts/battery/random.ts'
import { openFolder } from '#infra/local/open-folder.ts'
import { written } from './kill-written.ts'

const CHILD = new URL('./kill-child.ts', import.meta.url).pathname
/** Milliseconds from the first acknowledged write of a process to its end, at most. */
const LIVES = 250

/** Kills a process that writes so many times. @returns what was acknowledged, and which of it is lost */
export async function kill(
  kills: number,
  seed: number,
): Promise<{ readonly acknowledged: number; readonly lost: readonly string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-kills-'))
  const random = randomOf(seed)
  const lost: string[] = []
  let [next, acknowledged] = [0, 0]
  try {
    for (let i = 0; i < kills; i++) {
      const known = await oneLife(directory, next, random.uniform() * LIVES)
      acknowledged += known.length
      lost.push(...(await missing(directory, known)))
      next = Math.max(next, ...known) + 100
    }
    return { acknowledged, lost }
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** @returns numbers of the writes that it acknowledged */
async function oneLife(directory: string, first: number, milliseconds: number): Promise<number[]> {
  const child = spawn(process.execPath, [CHILD, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const known: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (known.length === 0) setTimeout(() => child.kill('SIGKILL'), milliseconds)
    known.push(Number(line))
  }
  return known
}

/** What was acknowledged and cannot be read as it was written. */
async function missing(directory: string, known: readonly number[]): Promise<string[]> {
  const folder = openFolder(directory, { now: () => 0 })
  const messages = new Set(folder.queue.waiting(0, Number.MAX_SAFE_INTEGER).map(({ key }) => key))
  const lost: string[] = []
  for (const n of known) {
    const { object, row } = written(n)
    const found = await folder.profiles.get(object.key)
    if (found === undefined || Buffer.compare(found.body, object.body) !== 0) lost.push(`profile ${n}`)
    if (!isDeepStrictEqual(await folder.rows.get(row), row)) lost.push(`row ${n}`)
    if (!messages.has(object.key)) lost.push(`message ${n}`)
  }
  for (const n of known) await folder.profiles.remove(written(n).object.key)
  for (const message of folder.queue.waiting(0, Number.MAX_SAFE_INTEGER)) await folder.queue.done(message)
  await folder.close()
  return lost
}
