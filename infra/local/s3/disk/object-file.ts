/**
 * One object, one file: `body | JSON of the head | length of the JSON, 4 bytes little-endian | "TMO1"`.
 * The head comes last because the ETag is known last; a file that ends early has no mark and is no object.
 */

import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { isMissing } from './file-error.ts'

/** All that is known of an object besides its bytes. */
export interface ObjectHead {
  readonly key: string
  /** Bytes of the body. */
  readonly size: number
  /** MD5 of the body in hex, without quotes. */
  readonly etag: string
  /** Milliseconds since the epoch. */
  readonly modified: number
  /** Content headers by lower-case name, `content-type` among them, as they were put. */
  readonly content: Readonly<Record<string, string>>
  /** User metadata by lower-case name without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>
  /** The checksum the client sent and the server verified; the value is base64. */
  readonly checksum?: { readonly algorithm: string; readonly value: string }
}

/** An object open for reading: it stays whole while the key is overwritten or deleted. */
export interface OpenObject {
  readonly head: ObjectHead
  /** Bytes `start` to `end`, both inclusive. Closes the object at its end. */
  read(start: number, end: number): Readable
  close(): Promise<void>
}

/** A file in the bucket that this store did not write whole; only a damaged disk makes one. */
class DamagedObjectError extends Error {
  override readonly name = 'DamagedObjectError'
}

/** Ends every object; its last character is the version of the format. */
const MARK = 'TMO1'
/** Length and mark. */
const ENDING = 8
/** Bytes collected before a write, so that a profile of common size is one write with its head. */
const COLLECT = 1 << 20
/** Bytes read from the end at first; most heads fit. */
const TAIL = 1024

/**
 * Writes a new file and answers when it is complete on disk.
 *
 * `finish` gets the size after the last byte and gives the head; what it or the body throws is passed on.
 */
export async function writeObject(
  path: string,
  body: AsyncIterable<Uint8Array>,
  finish: (size: number) => ObjectHead,
): Promise<ObjectHead> {
  await using file = await open(path, 'wx', 0o600)
  let size = 0
  let collected = 0
  let chunks: Uint8Array[] = []
  for await (const chunk of body) {
    size += chunk.length
    collected += chunk.length
    chunks.push(chunk)
    if (collected >= COLLECT) {
      await writeAll(file, chunks)
      chunks = []
      collected = 0
    }
  }
  const head = finish(size)
  await writeAll(file, [...chunks, ending(head)])
  await file.sync()
  return head
}

/** Opens an object; undefined if there is none. Throws DamagedObjectError. */
export async function openObject(path: string): Promise<OpenObject | undefined> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    const head = await readHead(file, path)
    return {
      head,
      read: (start, end) => file.createReadStream({ start, end, highWaterMark: 1 << 18 }),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const bytes = Buffer.concat(chunks)
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

function ending(head: ObjectHead): Buffer {
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  return Buffer.concat([json, length, Buffer.from(MARK)])
}

async function readHead(file: FileHandle, path: string): Promise<ObjectHead> {
  const { size } = await file.stat()
  let tail = await readEnd(file, size, TAIL)
  if (tail.length < ENDING || tail.toString('latin1', tail.length - 4) !== MARK) {
    throw new DamagedObjectError(`no ${MARK} at the end of ${path}`)
  }
  const length = tail.readUInt32LE(tail.length - ENDING)
  if (length + ENDING > tail.length) tail = await readEnd(file, size, length + ENDING)
  const head: ObjectHead = JSON.parse(
    tail.toString('utf8', tail.length - ENDING - length, tail.length - ENDING),
  )
  if (head.size + length + ENDING !== size) {
    throw new DamagedObjectError(`${size} bytes, ${head.size} of them body, in ${path}`)
  }
  return head
}

async function readEnd(file: FileHandle, size: number, length: number): Promise<Buffer> {
  const tail = Buffer.alloc(Math.min(size, length))
  const { bytesRead } = await file.read(tail, 0, tail.length, size - tail.length)
  return tail.subarray(0, bytesRead)
}
