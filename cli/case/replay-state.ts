import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Server } from '../server.ts'

/** How far a replay got, so that it can go on: the same file at the same moved time is sent twice without harm. */
export interface ReplayState {
  readonly path: string
  /** Milliseconds that all times are moved by. */
  readonly shift: number
  /** Files sent. */
  readonly done: number
}

/** The state of a replay of this case to this server, or a new one; a new data folder has a new token. */
export async function resumeOf(
  directory: string,
  caseDirectory: string,
  { url, token }: Server,
  shift: number,
): Promise<ReplayState> {
  const name = createHash('sha256')
    .update(`${resolve(caseDirectory)}\n${url}\n${token}`)
    .digest('hex')
    .slice(0, 16)
  const path = join(directory, `replay-${name}.json`)
  await mkdir(directory, { recursive: true })
  try {
    const known = JSON.parse(await readFile(path, 'utf8')) as { shift: number; done: number }
    return { path, shift: known.shift, done: known.done }
  } catch {
    return { path, shift, done: 0 }
  }
}

/** Whole or not at all: a kill in the middle must not lose the shift. */
export async function remember({ path, shift }: ReplayState, done: number): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify({ shift, done }))
  await rename(`${path}.new`, path)
}

export const forget = ({ path }: ReplayState): Promise<void> => rm(path, { force: true })
