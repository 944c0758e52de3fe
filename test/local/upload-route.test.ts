import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemOf } from '#functions/api/answer/problem.ts'
import { openStores } from '#infra/local/open-stores.ts'
import { uploadRoute } from '#infra/local/upload-route.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { PresignedPut } from '#shared/store/profile-store.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'

const BODY = Buffer.from('goroutine 1 [running]:\nmain.main()\n')
const clock = { now: NOW }
let directory: string
let opened: ReturnType<typeof openStores>
let key: string
let ids = 0

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'upload-route-'))
  opened = openStores(directory, { now: () => clock.now, keepDays: 90 })
})
beforeEach(() => {
  clock.now = NOW
  key = objectKey.upload('acme', `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`)
})
afterAll(async () => {
  await opened.folder.close()
  await rm(directory, { recursive: true })
})

const presign = (contentType = 'application/octet-stream'): Promise<PresignedPut> =>
  opened.stores.profiles.presignPut({ key, bytes: BODY.length, contentType, expiresIn: 900 }, clock.now)

async function put({ url, headers }: PresignedPut, body: Uint8Array<ArrayBuffer> = BODY): Promise<number> {
  const { folder, stores } = opened
  const app = uploadRoute({ ...stores, secret: folder.secret }).onError(problemOf)
  const own = { ...headers, 'content-length': String(body.length) }
  return (await app.request(url, { method: 'PUT', headers: own, body })).status
}

const queued = (): string[] => opened.folder.queue.waiting(0, 1_000).map((message) => message.key)
const size = (): Promise<number | undefined> => opened.stores.profiles.size(key)

describe('a PUT of an upload', () => {
  test.each(['application/octet-stream', 'text/plain; charset=utf-8'])(
    'takes the bytes that were announced, as %s, and has them indexed',
    async (contentType) => {
      expect(await put(await presign(contentType))).toBe(200)
      expect(Buffer.from((await opened.stores.profiles.get(key))?.body ?? [])).toEqual(BODY)
      expect(queued()).toContain(key)
    },
  )

  test('may be repeated by a sender who got no answer, with the same bytes alone', async () => {
    const presigned = await presign()
    expect([await put(presigned), await put(presigned)]).toEqual([200, 200])
    expect(await put(presigned, Buffer.from('x'.repeat(BODY.length)))).toBe(403)
    expect(Buffer.from((await opened.stores.profiles.get(key))?.body ?? [])).toEqual(BODY)
  })

  test.each([
    ['a byte more than was announced', Buffer.concat([BODY, Buffer.from('\n')])],
    ['a byte less', BODY.subarray(1)],
    ['no bytes at all', Buffer.alloc(0)],
  ])('refuses %s, and holds nothing', async (_, body) => {
    expect(await put(await presign(), body)).toBe(403)
    expect([await size(), queued().includes(key)]).toEqual([undefined, false])
  })

  test('refuses another content type', async () => {
    const presigned = await presign()
    expect(await put({ ...presigned, headers: { ...presigned.headers, 'content-type': 'text/html' } })).toBe(
      403,
    )
  })

  test.each([
    ['upload', (url: string) => url.replace(/\/00000000-/, '/00000001-')],
    ['tenant', (url: string) => url.replace('/acme/', '/umbrella/')],
    ['time', (url: string) => url.replace(/expires=\d/, 'expires=9')],
    ['size', (url: string) => url.replace(/bytes=\d+/, 'bytes=1')],
    ['signature', (url: string) => url.replace(/signature=.*/, 'signature=')],
    ['folder', (url: string) => url.replace('/uploads/', '/uploads/../profiles/')],
  ])('is good for no other %s', async (_, tamper) => {
    const { url, headers } = await presign()
    expect(tamper(url)).not.toBe(url)
    expect(await put({ url: tamper(url), headers })).toBeGreaterThanOrEqual(403)
    expect(await size()).toBeUndefined()
  })

  test('ends with its time', async () => {
    const presigned = await presign()
    clock.now = NOW + 14 * MINUTE
    expect(await put(presigned)).toBe(200)
    clock.now = NOW + 15 * MINUTE + 1_000
    expect(await put(presigned)).toBe(403)
  })
})
