import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** How far a replay got, so that it can go on: the same profile at the same moved time is the same snapshot. */
export interface ReplayState {
  readonly path: string
  /** Milliseconds that all times are moved by. */
  readonly shift: number
  /** Profiles sent. */
  readonly done: number
}

/** The state of a replay of this case to this server, or a new one. */
export async function resumeOf(
  directory: string,
  caseDirectory: string,
  url: string,
  shift: number,
): Promise<ReplayState> {
  const name = createHash('sha256')
    .update(`${resolve(caseDirectory)}\n${url}`)
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

export const remember = ({ path, shift }: ReplayState, done: number): Promise<void> =>
  writeFile(path, JSON.stringify({ shift, done }))

export const forget = ({ path }: ReplayState): Promise<void> => rm(path, { force: true })
