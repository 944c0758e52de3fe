/** Which keys a bucket holds, in the order of S3, without reading folders that cannot matter. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './file-error.ts'
import { type ByteString, placeOf, readName } from './key-path.ts'

/** Greater than every byte of UTF-8: `p + LAST` comes after all keys that start with `p`. */
const LAST = '\u00ff'

/** The place in the order right after all keys that start with `prefix`. */
export const afterAll = (prefix: ByteString): ByteString => prefix + LAST

/** Keys in order. `next(bound)` gives the first key greater than `bound`, which is what a caller skips ahead with. */
export type KeyWalk = AsyncGenerator<ByteString, ByteString, ByteString | undefined>

/** All keys in the folder of a bucket that start with `prefix` and are greater than `after`. */
export function walkKeys(bucketFolder: string, prefix: ByteString, after: ByteString): KeyWalk {
  const { folders, start } = placeOf(prefix)
  return walk(join(bucketFolder, ...folders), start, prefix, after)
}

async function* walk(path: string, start: ByteString, prefix: ByteString, after: ByteString): KeyWalk {
  let bound = after
  for (const { kind, part, name } of await entriesOf(path)) {
    const key = start + part
    if (kind === 'object') {
      if (key.startsWith(prefix) && key > bound) bound = (yield key) ?? key
    } else if ((key.startsWith(prefix) || prefix.startsWith(key)) && afterAll(key) > bound) {
      bound = yield* walk(join(path, name), key, prefix, bound)
    }
  }
  return bound
}

async function entriesOf(path: string) {
  const entries = (await namesOf(path)).flatMap((name) => {
    const entry = readName(name)
    return entry === undefined ? [] : [{ ...entry, name }]
  })
  return entries.sort((a, b) => (a.part < b.part ? -1 : 1))
}

/** A folder that is gone held the last object of it when the walk saw its name. */
async function namesOf(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
