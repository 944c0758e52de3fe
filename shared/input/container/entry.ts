/** One file of an input, packed or not, as bytes that come piece by piece. */

export interface Entry {
  /** Shown to people, never opened: file, or path inside an archive, without control characters. */
  readonly source: string
  readonly chunks: AsyncIterable<Uint8Array>
  /** Milliseconds since the epoch; undefined where nothing tells. */
  readonly modifiedAt: number | undefined
}

/** Characters of a path that are shown. */
const SHOWN = 200
/** Controls, and what turns the direction of text around. */
const HARMFUL = /[\p{Cc}\p{Cf}]/gv

/**
 * The path of an entry as a label: it names no place on this machine.
 *
 * Example input: `pods.tar`, `../../etc/passwd`
 * Example output: `pods.tar/etc/passwd`
 */
export function labelOf(parent: string, path: string): string {
  const parts = path.split(/[/\\]+/).filter((part) => part !== '' && part !== '.' && part !== '..')
  const label = parts.join('/').replaceAll(HARMFUL, '?').slice(0, SHOWN)
  return parent === '' ? label : `${parent}/${label}`
}

/** The first bytes of a stream, as many as asked for or all there are, and a stream that begins with them again. */
export async function peeked(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  while (length < bytes) {
    const { done, value } = await iterator.next()
    if (done) break
    seen.push(value)
    length += value.length
  }
  const head = seen.length === 1 ? (seen[0] as Uint8Array) : Buffer.concat(seen)
  return { head: head.subarray(0, bytes), chunks: again(head, iterator) }
}

async function* again(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  try {
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

/** All bytes of a stream. */
export async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all.length === 1 ? (all[0] as Uint8Array) : Buffer.concat(all)
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** A stream without its first bytes. */
export async function* without(bytes: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = bytes
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}
