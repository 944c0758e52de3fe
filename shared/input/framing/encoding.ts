/** Makes UTF-8 of the bytes of a text, as they come. */

import { without } from '../container/entry.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Byte order marks (Unicode 16, §23.8). */
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** Bytes that are looked at where there is no mark. */
const LOOKED_AT = 1024
/** Text of a dump is ASCII but for a few names: nearly every other byte of its UTF-16 is 0. */
const MOST = 0.9

/** UTF-8 without a byte order mark. `head` is how the stream begins. */
export function utf8(head: Uint8Array, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))
  const encoding = marked?.[0] ?? unmarked(head)
  const bytes = marked === undefined ? chunks : without(marked[1].length, chunks)
  return encoding === 'utf-8' ? bytes : transcoded(encoding, bytes)
}

function unmarked(head: Uint8Array): Encoding {
  const pairs = Math.floor(Math.min(head.length, LOOKED_AT) / 2)
  let [even, odd] = [0, 0]
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++
    if (head[i + 1] === 0) odd++
  }
  if (pairs > 1 && odd >= pairs * MOST && even <= pairs * (1 - MOST)) return 'utf-16le'
  return pairs > 1 && even >= pairs * MOST && odd <= pairs * (1 - MOST) ? 'utf-16be' : 'utf-8'
}

async function* transcoded(
  encoding: Encoding,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
