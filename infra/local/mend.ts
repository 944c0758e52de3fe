import type { DatabaseSync } from 'node:sqlite'
import { inParallel } from '#shared/history/in-parallel.ts'
import { parseBatchKey } from '#shared/store/batch-key.ts'
import type { Writer } from '#shared/store/group-commit.sqlite.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { rebuildOf } from '#shared/store/rebuild.ts'
import type { DamagedError } from '#shared/store/store-error.ts'

interface MendedFolder {
  readonly database: DatabaseSync
  readonly writer: Writer
  readonly profiles: ProfileStore
  readonly queue: IndexQueue
}

/** What became of a damaged row or object. */
export interface Mended {
  readonly what: DamagedError['what']
  readonly key: string
  readonly found: string
  /** Profiles queued to be indexed again, which writes it anew. */
  readonly queued: number
  /** What is gone for good; undefined: nothing. */
  readonly lost: string | undefined
}

/** Messages sent at one time. */
const SENDS = 32

/**
 * Takes what is damaged out of the way, notes it, and has all that it can be made of indexed again.
 *
 * A row or an object that is out of the way is as one that was never there: nothing else stumbles over it.
 */
export async function mend(
  { database, writer, profiles, queue }: MendedFolder,
  damage: DamagedError,
  now: number,
): Promise<Mended> {
  const { what, key, found } = damage
  // Names hold no space.
  const [pk = '', sk = ''] = key.split(' ')
  await writer.write(() => {
    database
      .prepare('INSERT OR REPLACE INTO damaged (found_at, kind, name, cause) VALUES (?, ?, ?, ?)')
      .run(now, what, key, found)
    if (what === 'row') database.prepare('DELETE FROM row WHERE pk = ? AND sk = ?').run(pk, sk)
    else database.prepare('DELETE FROM object WHERE key = ?').run(key)
  })
  if (what === 'object') {
    const lost = parseBatchKey(key) === undefined ? 'the profile itself' : 'the profiles of a batch'
    return { what, key, found, queued: 0, lost: `${lost}; what was counted of it stays` }
  }
  const rebuild = rebuildOf(pk, sk)
  let queued = 0
  for (const prefix of rebuild.from === 'profiles' ? rebuild.prefixes : []) {
    const keys: string[] = []
    for await (const each of profiles.list(prefix)) keys.push(each)
    await inParallel(keys, SENDS, (each) => queue.send({ key: each }))
    queued += keys.length
  }
  return { what, key, found, queued, lost: rebuild.from === 'nothing' ? rebuild.lost : undefined }
}
