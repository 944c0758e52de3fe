/** Opens an input until nothing is packed any more. */

import { type InputReason, InputRefused } from '../input-refusal.ts'
import { type Entry, peeked, without } from './entry.ts'
import { HEAD_BYTES, httpHead } from './http-head.ts'
import { inflated } from './inflate.ts'
import { type Container, containerOf, isBinary } from './magic.ts'
import type { Unpacking } from './unpacking.ts'
import { tarEntries } from './untar.ts'
import { zipEntries } from './unzip.ts'

/** Archives that may stand in each other, and compressions around each of them. */
const DEEPEST = 2

/** What unpacks a container that is not read here. */
const UNPACK: Readonly<Partial<Record<Container, string>>> = {
  bzip2: 'bzip2 -d',
  xz: 'xz -d',
  '7z': '7z x',
  rar: 'unrar x',
  lz4: 'lz4 -d',
  compress: 'gzip -d',
}

interface Depth {
  readonly archives: number
  readonly compressions: number
}

/**
 * The unpacked files of an input, one at a time: each has to be read before the next.
 * @throws InputRefused past a limit, and where the input itself is packed in a way that is not read
 */
export async function* filesOf(
  entry: Entry,
  unpacking: Unpacking,
  depth: Depth = { archives: 0, compressions: 0 },
): AsyncGenerator<Entry> {
  const { head, chunks } = await peeked(entry.chunks, HEAD_BYTES)
  const inside = { ...entry, chunks }
  const container = containerOf(head)
  switch (container) {
    case undefined: {
      const answer = httpHead(head)
      const body = answer === undefined ? head : head.subarray(answer.bytes)
      // Above a text the head is only more text, and says when the dump was taken.
      if (answer === undefined || (containerOf(body) === undefined && !isBinary(body))) yield inside
      else
        yield* filesOf(
          { ...inside, chunks: without(answer.bytes, chunks), modifiedAt: answer.date ?? entry.modifiedAt },
          unpacking,
          depth,
        )
      return
    }
    case 'gzip':
    case 'zstd': {
      if (depth.compressions === DEEPEST) throw tooDeep(entry.source, 'compressed')
      const unpacked = { ...inside, chunks: inflated(inside, container, unpacking) }
      yield* filesOf(unpacked, unpacking, { ...depth, compressions: depth.compressions + 1 })
      return
    }
    case 'zip':
    case 'tar': {
      if (depth.archives === DEEPEST) throw tooDeep(entry.source, 'archived')
      const entries = container === 'zip' ? zipEntries(inside, unpacking) : tarEntries(inside, unpacking)
      const deeper = { archives: depth.archives + 1, compressions: 0 }
      for await (const file of entries) yield* opened(file, unpacking, deeper)
      return
    }
    default:
      throw refused(
        entry.source,
        'unknown-format',
        `It is packed with ${container}, which is not read: unpack it with "${UNPACK[container]}".`,
      )
  }
}

/** A file of an archive: one that is packed in a way that is not read is refused beside the others. */
async function* opened(file: Entry, unpacking: Unpacking, depth: Depth): AsyncGenerator<Entry> {
  try {
    yield* filesOf(file, unpacking, depth)
  } catch (error) {
    if (!(error instanceof InputRefused) || error.refusal.limit !== undefined) throw error
    unpacking.refusals.push(error.refusal)
  }
}

const tooDeep = (source: string, how: string): InputRefused =>
  refused(
    source,
    'malformed-archive',
    `It is ${how} more than ${DEEPEST} times over: unpack it and send the file with the dump.`,
  )

const refused = (source: string, reason: InputReason, detail: string): InputRefused =>
  new InputRefused({ source, line: 0, reason, detail })
