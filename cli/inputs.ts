/** What a person names on the command line as bytes: files, folders with all that is in them, and stdin. */

import { createReadStream, type Dirent, type Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import type { Input } from '#shared/input/read-input.ts'
import { Failure } from './command.ts'

/** Bytes that are read at once of a long file. */
const CHUNK_BYTES = 1024 * 1024
/** Folders in folders. */
const DEEPEST = 16

/**
 * The inputs behind an operand, `-` for stdin: one for a file, one for each file of a folder, in the order of their
 * names. Nothing is read before it is asked for. `now` dates what comes from stdin.
 * @throws Failure that names what cannot be opened, and what to do
 */
export async function inputsOf(operand: string, now: number): Promise<Input[]> {
  // Not /dev/stdin: that cannot be opened where stdin is a socket, as under a parent in Node, nor on Windows.
  if (operand === '-') return [{ name: '-', bytes: process.stdin, modifiedAt: now }]
  const found = await stat(operand).catch((error: Error) => unreadable(operand, error))
  if (!found.isDirectory()) return [fileInput(operand, found, now)]
  const files = await filesBelow(operand)
  if (files.size === 0) throw new Failure(`${operand} is a folder without files: name one that holds dumps`)
  const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  return Promise.all(inOrder.map(([path, error]) => inFolder(path, error, now)))
}

/** A pipe has no date of its own. */
const fileInput = (name: string, found: Stats, now: number): Input => ({
  name,
  bytes: chunksOf(name),
  modifiedAt: found.isFile() ? Math.floor(found.mtimeMs) : now,
})

/** A file of a folder. What cannot be read fails once it is asked for, so that the other files are read. */
async function inFolder(path: string, error: Error | undefined, now: number): Promise<Input> {
  if (error !== undefined) return { name: path, bytes: failing(path, error) }
  const found = await stat(path).catch((failed: Error) => failed)
  return found instanceof Error ? { name: path, bytes: failing(path, found) } : fileInput(path, found, now)
}

// biome-ignore lint/correctness/useYield: it fails before it has anything to yield
async function* failing(path: string, error: Error): AsyncGenerator<Uint8Array> {
  unreadable(path, error)
}

/**
 * Reads one of several inputs: one that cannot be opened is told in a sentence, and the others go on.
 * @throws Failure where it is the only one
 */
export async function readOneOf<T>(
  inputs: readonly Input[],
  read: () => Promise<T>,
  tell: (sentence: string) => void,
): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Failure) || inputs.length === 1) throw error
    tell(error.message)
    return undefined
  }
}

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>
  } catch (error) {
    unreadable(file, error as Error)
  }
}

/**
 * Files of a folder and of those in it, and folders in it that cannot be read, with the error of each. Links are not
 * followed: they may lead out of it, or round in it.
 */
async function filesBelow(folder: string): Promise<Map<string, Error | undefined>> {
  const files = new Map<string, Error | undefined>()
  const open = [{ path: folder, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, depth } = next
    const entries: Dirent[] = await readdir(path, { withFileTypes: true }).catch((error: Error) => {
      if (path === folder) unreadable(path, error)
      files.set(path, error)
      return []
    })
    for (const entry of entries) {
      const inside = join(path, entry.name)
      if (entry.isDirectory() && depth < DEEPEST) open.push({ path: inside, depth: depth + 1 })
      else if (entry.isFile()) files.set(inside, undefined)
      if (files.size > INPUT_LIMITS.entries) tooMany(folder)
    }
  }
  return files
}

function tooMany(folder: string): never {
  throw new Failure(
    `${folder} has more than ${INPUT_LIMITS.entries} files: name the folder or the files with dumps alone`,
  )
}

function unreadable(path: string, { message, ...error }: Error & { code?: string }): never {
  const why = {
    EACCES: 'no permission to read it',
    EPERM: 'no permission to read it',
    ENOENT: 'there is no such file',
  }[error.code ?? '']
  throw new Failure(`${path} cannot be read: ${why ?? message}`)
}
