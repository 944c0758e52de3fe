/** Walks the files of a tar archive. */

import { ReadableStream } from 'node:stream/web'
import { createTarDecoder } from 'modern-tar'
import { type InputRefusal, InputRefused } from '../input-refusal.ts'
import { type Entry, labelOf } from './entry.ts'
import type { Unpacking } from './unpacking.ts'

/** The files of a tar, one after the other: each has to be read, or left, before the next. Links lead nowhere. */
export async function* tarEntries(entry: Entry, unpacking: Unpacking): AsyncGenerator<Entry> {
  const { source } = entry
  const packed = ReadableStream.from(entry.chunks).pipeThrough(createTarDecoder())
  try {
    for await (const { header, body } of packed) {
      unpacking.takeEntry(source)
      const isFile = header.type === 'file' || header.type === undefined
      if (isFile) {
        const at = header.mtime?.getTime()
        const chunks = content(body, header.size, source, unpacking)
        yield { source: labelOf(source, header.name), chunks, modifiedAt: at === 0 ? undefined : at }
      }
      // What nobody read of a body stands in the way of the next header.
      if (!body.locked) await body.cancel()
    }
  } catch (error) {
    if (error instanceof InputRefused) throw error
    unpacking.refusals.push(
      malformed(
        source,
        `The tar archive breaks off or is broken (${(error as Error).message}): send it again.`,
      ),
    )
  }
}

/** The bytes of a file; the decoder ends one that breaks off as if it were whole. */
async function* content(
  body: ReadableStream<Uint8Array>,
  size: number,
  source: string,
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    yield chunk
  }
  // Where the tar is packed, its compression may have told already.
  if (bytes === size || unpacking.refusals.some((one) => one.source === source)) return
  unpacking.refusals.push(
    malformed(
      source,
      `The tar archive breaks off after ${bytes} of ${size} bytes of a file: what came before is read; send the whole archive.`,
    ),
  )
}

const malformed = (source: string, detail: string): InputRefusal => ({
  source,
  line: 0,
  reason: 'malformed-archive',
  detail,
})
