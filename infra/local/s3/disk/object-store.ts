/**
 * Buckets and objects in a folder.
 * A change is answered when it is on disk; a crash at any moment leaves the old object or the new one.
 */

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DurableFolders } from './durable-folders.ts'
import { isMissing } from './file-error.ts'
import { objectName, placeOf, toByteString } from './key-path.ts'
import { type KeyWalk, walkKeys } from './key-walk.ts'
import { type ObjectHead, type OpenObject, openObject, writeObject } from './object-file.ts'
import { createTurns } from './turns.ts'

/** Looks at the object a change would replace, undefined for none; throws to refuse the change. */
type Guard = (current: ObjectHead | undefined) => void

/** What a PUT brings. */
export interface NewObject {
  readonly body: AsyncIterable<Uint8Array>
  /** The head, once the body has ended after `size` bytes; throws to refuse the object. */
  finish(size: number): ObjectHead
  /** Without one every state of the key is replaced. */
  readonly guard?: Guard | undefined
}

/** Bucket names come checked, they are names of folders; keys may be any text. */
export interface ObjectStore {
  /** Answers false if the bucket was there. */
  createBucket(bucket: string): Promise<boolean>
  hasBucket(bucket: string): boolean
  put(bucket: string, key: string, object: NewObject): Promise<ObjectHead>
  /** Who opens an object reads it to its end or closes it. */
  open(bucket: string, key: string): Promise<OpenObject | undefined>
  head(bucket: string, key: string): Promise<ObjectHead | undefined>
  /** No object at the key is no error. */
  remove(bucket: string, key: string, guard?: Guard): Promise<void>
  keys(bucket: string, prefix: string, after: string): KeyWalk
}

/** Deletes that empty a folder may prune it between its making and the rename into it: how often in a row. */
const PLACE_TRIES = 10

/** Opens the store in `directory`, made if absent, and removes what an earlier process left unfinished. */
export async function openObjectStore(directory: string): Promise<ObjectStore> {
  const root = resolve(directory)
  const incoming = join(root, 'incoming')
  const buckets = join(root, 'buckets')
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await mkdir(buckets, { recursive: true, mode: 0o700 })
  const folders = new DurableFolders(root)
  await folders.sync(root)
  const known = new Set(await readdir(buckets))
  const inTurn = createTurns()

  const pathOf = (bucket: string, key: string): string => {
    const place = placeOf(toByteString(key))
    return join(buckets, bucket, ...place.folders, objectName(place.rest))
  }

  const moveInto = async (from: string, to: string): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        await folders.make(dirname(to))
        await rename(from, to)
        return await folders.sync(dirname(to))
      } catch (error) {
        if (!isMissing(error) || tries === PLACE_TRIES) throw error
        folders.forget()
      }
    }
  }

  const head = async (bucket: string, key: string): Promise<ObjectHead | undefined> => {
    const object = await openObject(pathOf(bucket, key))
    await object?.close()
    return object?.head
  }

  return {
    hasBucket: (bucket) => known.has(bucket),
    head,
    open: (bucket, key) => openObject(pathOf(bucket, key)),
    keys: (bucket, prefix, after) => walkKeys(join(buckets, bucket), toByteString(prefix), after),

    createBucket(bucket) {
      return inTurn(bucket, async () => {
        if (known.has(bucket)) return false
        await folders.make(join(buckets, bucket))
        known.add(bucket)
        return true
      })
    },

    async put(bucket, key, { body, finish, guard }) {
      const temporary = join(incoming, randomUUID())
      try {
        const written = await writeObject(temporary, body, finish)
        await inTurn(`${bucket}/${key}`, async () => {
          if (guard !== undefined) guard(await head(bucket, key))
          await moveInto(temporary, pathOf(bucket, key))
        })
        return written
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },

    async remove(bucket, key, guard) {
      const path = pathOf(bucket, key)
      await inTurn(`${bucket}/${key}`, async () => {
        if (guard !== undefined) guard(await head(bucket, key))
        try {
          await unlink(path)
        } catch (error) {
          if (isMissing(error)) return
          throw error
        }
        await folders.sync(dirname(path))
        await folders.prune(dirname(path), join(buckets, bucket))
      })
    },
  }
}
