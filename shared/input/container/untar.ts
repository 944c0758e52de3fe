/** Walks the files of a tar archive. */

import { ReadableStream } from 'node:stream/web'
import { createTarDecoder } from 'modern-tar'
import { InputRefused } from '../input-refusal.ts'
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
        yield { source: labelOf(source, header.name), chunks: body, modifiedAt: at === 0 ? undefined : at }
      }
      // What nobody read of a body stands in the way of the next header.
      if (!body.locked) await body.cancel()
    }
  } catch (error) {
    if (error instanceof InputRefused) throw error
    unpacking.refusals.push({
      source,
      line: 0,
      reason: 'malformed-archive',
      detail: `The tar archive breaks off or is broken (${(error as Error).message}): send it again.`,
    })
  }
}
