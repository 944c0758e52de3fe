/** Takes the gzip off an uploaded body, bounded while it inflates. */

import { gunzip, gunzipSync } from 'node:zlib'
import type { Broken } from './model.ts'

export type Inflated =
  | { readonly answer: 'inflated'; readonly bytes: Uint8Array }
  | { readonly answer: 'broken'; readonly broken: Broken }

/** Magic of RFC 1952 §2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b] as const
/** Shortest gzip member: header 10, empty deflate block 2, trailer 8 bytes (RFC 1952 §2.3). */
const SHORTEST_GZIP = 20
/** Deflate cannot do better than about 1032:1 (zlib manual, "Maximum Compression Factor"). */
const BEST_RATIO = 1032
/** Smallest output chunk that zlib takes (Z_MIN_CHUNK). */
const LEAST_CHUNK = 64

/** @param limit bytes */
export type Inflate = (body: Uint8Array, limit: number) => Promise<Inflated>

/**
 * Bytes of a body, gunzipped if they begin with the gzip magic, else as they are.
 * At most `limit` bytes are ever inflated; more is `inflated-too-large` for gzip and raw bodies alike.
 */
export const inflate: Inflate = async (body, limit) =>
  asItIs(body, limit) ??
  new Promise((resolve) => {
    gunzip(body, boundsOf(body, limit), (error, bytes) => {
      resolve(error === null ? whole(bytes) : refused(error, limit))
    })
  })

/** The same in this thread, without a turn of its loop: for a thread that nobody else waits for. */
export const inflateNow: Inflate = async (body, limit) => {
  const found = asItIs(body, limit)
  if (found !== undefined) return found
  try {
    return whole(gunzipSync(body, boundsOf(body, limit)))
  } catch (error) {
    return refused(error as Error, limit)
  }
}

/** undefined: it has to be gunzipped. */
function asItIs(body: Uint8Array, limit: number): Inflated | undefined {
  if (body.length === 0) {
    return broken({
      reason: 'empty-body',
      detail: 'The body is empty: send the bytes of a goroutine profile.',
    })
  }
  if (body[0] === GZIP_MAGIC[0] && body[1] === GZIP_MAGIC[1]) return undefined
  return body.length > limit ? tooLarge(limit, body.length) : inflated(body)
}

const boundsOf = (body: Uint8Array, limit: number) => ({
  maxOutputLength: limit,
  chunkSize: outputSize(body, limit),
})

const whole = (bytes: Uint8Array): Inflated => (bytes.length === 0 ? emptyInside() : inflated(bytes))

const refused = (error: Error, limit: number): Inflated =>
  'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    ? tooLarge(limit, limit + 1)
    : malformed(error.message)

/**
 * Output chunk in bytes: the size the gzip trailer claims (ISIZE, RFC 1952 §2.3.1), so that an honest body
 * inflates in one piece without a copy. A lie is bounded by the limit and by what deflate can reach.
 */
function outputSize(body: Uint8Array, limit: number): number {
  const claimed =
    body.length < SHORTEST_GZIP
      ? 0
      : new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(body.length - 4, true)
  return Math.max(LEAST_CHUNK, Math.min(claimed, limit, body.length * BEST_RATIO) + 1)
}

function inflated(bytes: Uint8Array): Inflated {
  return { answer: 'inflated', bytes }
}

function broken(why: Broken): Inflated {
  return { answer: 'broken', broken: why }
}

function emptyInside(): Inflated {
  return broken({
    reason: 'empty-body',
    detail: 'The gzip body inflates to nothing: send the bytes of a profile.',
  })
}

function malformed(message: string): Inflated {
  return broken({
    reason: 'malformed-gzip',
    detail: `The body begins like gzip but does not inflate (${message}): it was cut or changed on its way, send it again.`,
  })
}

function tooLarge(limit: number, actual: number): Inflated {
  return broken({
    reason: 'inflated-too-large',
    detail: `The profile has at least ${actual} bytes after gunzip, the limit is ${limit}: send debug=0, which grows with the number of distinct stacks only.`,
    limit,
    actual,
  })
}
