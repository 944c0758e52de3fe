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
  if (files.length === 0) throw new Failure(`${operand} is a folder without files: name one that holds dumps`)
  return Promise.all(files.map((file) => inFolder(file, now)))
}

/** A pipe has no date of its own. */
const fileInput = (name: string, found: Stats, now: number): Input => ({
  name,
  bytes: chunksOf(name),
  modifiedAt: found.isFile() ? Math.floor(found.mtimeMs) : now,
})

/** A file of a folder. One that cannot be read is told as it is asked for: the others go on. */
async function inFolder(file: string, now: number): Promise<Input> {
  const found = await stat(file).catch(() => undefined)
  return found === undefined ? { name: file, bytes: chunksOf(file) } : fileInput(file, found, now)
}

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>
  } catch (error) {
    unreadable(file, error as Error)
  }
}

/** Files of a folder and of those in it. Links are not followed: they may lead out of it, or round in it. */
async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = []
  const open = [{ path: folder, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, depth } = next
    const entries: Dirent[] = await readdir(path, { withFileTypes: true }).catch((error: Error) =>
      unreadable(path, error),
    )
    for (const entry of entries) {
      const inside = join(path, entry.name)
      if (entry.isDirectory() && depth < DEEPEST) open.push({ path: inside, depth: depth + 1 })
      else if (entry.isFile()) files.push(inside)
      if (files.length > INPUT_LIMITS.entries) tooMany(folder)
    }
  }
  return files.sort()
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
