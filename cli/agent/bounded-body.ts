import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Held } from './body-room.ts'

/** A body that has more bytes than are taken. */
export class TooLarge extends Error {
  /** @param limit bytes */
  constructor(limit: number) {
    super(`more than ${limit} bytes`)
  }
}

/** The bytes of a body, which is let go as soon as it passes the limit. @throws TooLarge */
export const boundedBody = ({ body }: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> =>
  wholeOf(bounded(body ?? [], limit))

/**
 * A body gzipped, as it comes: text dumps shrink twentyfold, so that 64 MB are never in memory at once.
 * What comes gzipped stays as it is.
 *
 * @param limit bytes before they are gzipped here
 * @param held counts them as they are kept
 * @throws TooLarge, or NoRoom
 */
export async function packedBody(
  { body }: Response,
  limit: number,
  held: Held,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = bounded(body ?? [], limit)
  const begin = await beginOf(chunks)
  const all = startingWith(begin, chunks)
  if (GZIP.every((byte, i) => begin[i] === byte)) return wholeOf(all, held)
  const gzip = createGzip()
  const [packed] = await Promise.all([wholeOf(gzip, held), pipeline(all, gzip)])
  return packed
}

/** RFC 1952, 2.3.1: ID1, ID2. */
const GZIP = [0x1f, 0x8b]

/** @throws TooLarge */
export async function* bounded(body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, limit: number) {
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop cancels the stream and with it the connection.
    if (size > limit) throw new TooLarge(limit)
    yield chunk
  }
}

/** At least as many bytes as the mark of gzip has, unless there are no more. */
async function beginOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let begin = Buffer.alloc(0)
  while (begin.length < GZIP.length) {
    const { value, done } = await chunks.next()
    if (done === true) break
    begin = Buffer.concat([begin, value])
  }
  return begin
}

async function* startingWith(begin: Uint8Array, rest: AsyncIterable<Uint8Array>) {
  yield begin
  yield* rest
}

async function wholeOf(chunks: AsyncIterable<Uint8Array>, held?: Held): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) {
    held?.take(chunk.length)
    all.push(chunk)
  }
  return Buffer.concat(all)
}
