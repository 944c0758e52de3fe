import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type S3Server, startS3 } from '#infra/local/s3/server.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import type { PresignedPut, ProfileStore } from '#shared/store/profile-store.ts'
import { MINUTE } from '#shared/time.ts'
import { freshName } from '#test/support/stores.ts'

const Bucket = 'uploads'
const BODY = Buffer.from('goroutine 1 [running]:\nmain.main()\n')
let directory: string
let server: S3Server
let client: S3Client
let store: ProfileStore
let key: string
/** Milliseconds the server's clock is ahead of ours. */
let ahead = 0
/** Keys that the server has told of. */
let created: string[]
let isDeaf = false

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'presigned-put-'))
  const onCreated = async (object: { bucket: string; key: string }): Promise<void> => {
    if (isDeaf) throw new Error('the queue does not answer')
    created.push(`${object.bucket}/${object.key}`)
  }
  server = await startS3({ directory, now: () => Date.now() + ahead, onCreated, onError: () => undefined })
  const settings = { region: 'us-east-1', endpoint: server.url, credentials: server.credentials }
  client = new S3Client(settings)
  const presigner = new S3Client({ ...settings, requestChecksumCalculation: 'WHEN_REQUIRED' })
  store = s3ProfileStore(client, Bucket, presigner)
  await client.send(new CreateBucketCommand({ Bucket }))
})
beforeEach(() => {
  created = []
  isDeaf = false
  ahead = 0
  key = `uploads/acme/${freshName('upload')}`
})
afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

const presign = (contentType = 'application/octet-stream'): Promise<PresignedPut> =>
  store.presignPut({ key, bytes: BODY.length, contentType, expiresIn: 900 }, Date.now())

/** Status and, of a refusal, the code. */
async function put({ url, headers }: PresignedPut, body: Uint8Array<ArrayBuffer> = BODY): Promise<unknown[]> {
  const own = { ...headers, 'content-length': String(body.length) }
  const response = await fetch(url, { method: 'PUT', headers: own, body })
  const code = /<Code>(.*)<\/Code>/.exec(await response.text())?.[1]
  return code === undefined ? [response.status] : [response.status, code]
}

const MISMATCH = [403, 'SignatureDoesNotMatch']

describe('a presigned PUT', () => {
  test.each(['application/octet-stream', 'text/plain; charset=utf-8'])(
    'takes the bytes that were announced, as %s, and tells of them',
    async (contentType) => {
      expect(await put(await presign(contentType))).toEqual([200])
      expect(Buffer.from((await store.get(key))?.body ?? [])).toEqual(BODY)
      expect(created).toEqual([`${Bucket}/${key}`])
    },
  )

  test('has size and type in its signature, and no checksum of bytes that nobody has seen', async () => {
    const { url } = await presign()
    const { searchParams } = new URL(url)
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
  })

  test.each([
    ['a byte more than was announced', Buffer.concat([BODY, Buffer.from('\n')])],
    ['a byte less', BODY.subarray(1)],
    ['no bytes at all', Buffer.alloc(0)],
  ])('refuses %s, and holds nothing', async (_, body) => {
    expect(await put(await presign(), body)).toEqual(MISMATCH)
    expect([await store.size(key), created]).toEqual([undefined, []])
  })

  test.each([
    ['another content type', { 'content-type': 'text/html' }],
    ['a header of S3 beside its own', { 'x-amz-meta-facts': 'mine' }],
  ])('refuses %s', async (_, headers) => {
    const presigned = await presign()
    const [status] = await put({ ...presigned, headers: { ...presigned.headers, ...headers } })
    expect([status, await store.size(key)]).toEqual([403, undefined])
  })

  test.each([
    ['key', (url: string) => url.replace('/upload-', '/another-')],
    ['tenant', (url: string) => url.replace('/acme/', '/umbrella/')],
    ['expiry', (url: string) => url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000')],
    ['signed headers', (url: string) => url.replace('content-length%3B', '')],
  ])('is good for no other %s', async (_, tamper) => {
    const { url, headers } = await presign()
    expect(tamper(url)).not.toBe(url)
    expect(await put({ url: tamper(url), headers })).toEqual(MISMATCH)
    expect(created).toEqual([])
  })

  test('ends with its time', async () => {
    const presigned = await presign()
    ahead = 14 * MINUTE
    expect(await put(presigned)).toEqual([200])
    ahead = 15 * MINUTE + 1_000
    expect(await put(presigned)).toEqual([403, 'AccessDenied'])
  })

  test('whose event cannot be kept is not answered as done', async () => {
    isDeaf = true
    const presigned = await presign()
    expect(await put(presigned)).toEqual([500, 'InternalError'])
    isDeaf = false
    expect(await put(presigned)).toEqual([200])
    expect(created).toHaveLength(1)
  })
})
