/** Takes gzip and zstd off a stream, bounded while it inflates. */

import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { InputRefused } from '../input-refusal.ts'
import type { Entry } from './entry.ts'
import type { Unpacking } from './unpacking.ts'

/**
 * What a gzip or zstd stream holds. One that breaks off gives what came before, and a refusal beside it.
 * @throws InputRefused past a limit, or where this Node has no zstd
 */
export async function* inflated(
  entry: Entry,
  kind: 'gzip' | 'zstd',
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array> {
  const { source } = entry
  const decoder = kind === 'gzip' ? zlib.createGunzip() : zstdDecoder(source)
  const packed = Readable.from(entry.chunks)
  packed.on('error', (error) => decoder.destroy(error))
  let bytes = 0
  try {
    for await (const chunk of packed.pipe(decoder)) {
      bytes += chunk.length
      unpacking.takeUnpacked(chunk.length, source)
      yield chunk as Uint8Array
    }
  } catch (error) {
    if (error instanceof InputRefused || !isCoding(error)) throw error
    unpacking.refusals.push({
      source,
      line: 0,
      reason: 'malformed-gzip',
      detail:
        bytes === 0
          ? `It begins like ${kind} but does not unpack (${error.message}): it was changed on its way, send it again.`
          : `The ${kind} stream breaks off after ${bytes} bytes (${error.message}): what came before is read; send the whole file.`,
    })
  } finally {
    packed.destroy()
    decoder.destroy()
  }
}

const isCoding = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(String(error.code))

/** Node has zstd since 22.15; `engines` begins at 20. */
function zstdDecoder(source: string): zlib.Gunzip {
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress()
  throw new InputRefused({
    source,
    line: 0,
    reason: 'unknown-format',
    detail:
      'It is packed with zstd, which this Node does not have: unpack it with "zstd -d", or use Node 22.15.',
  })
}
