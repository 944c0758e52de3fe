/** Takes zstd off an uploaded body, bounded while it inflates. */

import * as zlib from 'node:zlib'
import type { Inflated } from './inflate.ts'

/** Magic of a frame (RFC 8878 §3.1.1). */
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const
/** 8 MB, which is what a receiver of `Content-Encoding: zstd` has to provide and a sender may ask for (RFC 9659 §3). */
const WINDOW_LOG = 23

/** Whether a body begins as a frame of zstd does. */
export const isZstd = (body: Uint8Array): boolean => MAGIC.every((byte, at) => body[at] === byte)

/**
 * Bytes of the one frame of a body that `isZstd`, at most `limit`.
 *
 * Node stops behind the first frame; what follows would be lost without a word, so that it is refused.
 */
export function unzstd(body: Uint8Array, limit: number): Promise<Inflated> {
  // Node has zstd since 22.15; `engines` begins at 20.
  if (typeof zlib.zstdDecompress !== 'function') return Promise.resolve(broken('unknown-format', NO_ZSTD))
  return new Promise((resolve) => {
    const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG }
    const done: zlib.CompressCallback = (error, found) => {
      if (error !== null) resolve(refused(error, limit))
      else resolve(wholeFrame(found as unknown as Told, body.length))
    }
    zlib.zstdDecompress(body, { maxOutputLength: limit, params, info: true }, done)
  })
}

/** What Node tells with `info`. */
interface Told {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

function wholeFrame({ buffer, engine }: Told, length: number): Inflated {
  const { bytesWritten } = engine
  if (bytesWritten < length) {
    return broken(
      'malformed-zstd',
      `The zstd frame ends after ${bytesWritten} of ${length} bytes; one frame is read: write all of it with one encoder.`,
    )
  }
  if (buffer.length === 0)
    return broken('empty-body', 'The zstd body inflates to nothing: send the bytes of a profile.')
  return { answer: 'inflated', bytes: buffer }
}

function refused(error: Error, limit: number): Inflated {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return {
      answer: 'broken',
      broken: {
        reason: 'inflated-too-large',
        detail: `The zstd body has at least ${limit + 1} bytes once inflated, the limit is ${limit}: send fewer profiles at once, or debug=0.`,
        limit,
        actual: limit + 1,
      },
    }
  }
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') {
    return broken(
      'malformed-zstd',
      `The zstd frame asks for a window of more than ${2 ** WINDOW_LOG} bytes, the limit of RFC 9659: compress without --long.`,
    )
  }
  return broken(
    'malformed-zstd',
    `The body begins like zstd but does not inflate (${error.message}): it was cut or changed on its way, send it again.`,
  )
}

const NO_ZSTD =
  'The body is zstd, which this Node does not have: send it as gzip, or run Tidemark with Node 22.15 or newer.'

const broken = (reason: 'empty-body' | 'malformed-zstd' | 'unknown-format', detail: string): Inflated => ({
  answer: 'broken',
  broken: { reason, detail },
})
