import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ObjectHead } from '#infra/local/s3/disk/object-file.ts'
import { type NewObject, type ObjectStore, openObjectStore } from '#infra/local/s3/disk/object-store.ts'

const BUCKET = 'store'
let directory: string
let store: ObjectStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-store-'))
  store = await openObjectStore(directory)
  await store.createBucket(BUCKET)
})

afterEach(() => rm(directory, { recursive: true }))

/** An object whose body is its key. */
const object = (key: string): NewObject => ({
  body: (async function* () {
    yield Buffer.from(key)
  })(),
  finish: (size): ObjectHead => ({ key, size, etag: '', modified: 0, content: {}, metadata: {} }),
})

async function keys(): Promise<string[]> {
  const found: string[] = []
  for await (const key of store.keys(BUCKET, '', '')) found.push(key)
  return found
}

describe('the object store', () => {
  test('loses no put beside deletes that empty its folder', async () => {
    const writers = Array.from({ length: 3 }, async (_, writer) => {
      const key = `shared/${writer}/own`
      for (let i = 0; i < 100; i++) {
        await store.put(BUCKET, key, object(key))
        expect(await store.head(BUCKET, key)).toBeDefined()
        await store.remove(BUCKET, key)
      }
    })
    await Promise.all(writers)
    expect(await keys()).toEqual([])
  })

  test('removes folders with their last object, and keeps the bucket', async () => {
    await store.put(BUCKET, 'a/b/c', object('a/b/c'))
    await store.put(BUCKET, 'a/d', object('a/d'))
    await store.remove(BUCKET, 'a/b/c')
    expect(await readdir(join(directory, 'buckets', BUCKET, '+a'))).toEqual(['=d'])
    await store.remove(BUCKET, 'a/d')
    expect(await readdir(join(directory, 'buckets', BUCKET))).toEqual([])
    expect(store.hasBucket(BUCKET)).toBe(true)
  })

  test('removes at its start what an earlier process left unfinished', async () => {
    await writeFile(join(directory, 'incoming', 'half'), 'ha')
    store = await openObjectStore(directory)
    expect(await readdir(join(directory, 'incoming'))).toEqual([])
    expect(store.hasBucket(BUCKET)).toBe(true)
  })

  test('gives whoever opened an object all of it, although it is overwritten and deleted', async () => {
    await store.put(BUCKET, 'a', object('a'))
    const opened = await store.open(BUCKET, 'a')
    await store.put(BUCKET, 'a', object('other'))
    await store.remove(BUCKET, 'a')
    const chunks: Buffer[] = []
    for await (const chunk of opened?.read(0, 0) ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('a')
  })

  test.each([1, 9, 60])('calls an object that a damaged disk cut by %i bytes damaged', async (cut) => {
    await store.put(BUCKET, 'a', object('a'))
    const path = join(directory, 'buckets', BUCKET, '=a')
    await truncate(path, (await stat(path)).size - cut)
    await expect(store.open(BUCKET, 'a')).rejects.toMatchObject({ name: 'DamagedObjectError' })
  })

  test('passes over files it did not write', async () => {
    await store.put(BUCKET, 'a', object('a'))
    await writeFile(join(directory, 'buckets', BUCKET, '.DS_Store'), '')
    expect(await keys()).toEqual(['a'])
  })
})
