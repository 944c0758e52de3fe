import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type S3Server, startS3 } from '#infra/local/s3/server.ts'

const Bucket = 'profiles'
const MAXIMUM = 8 << 20
let directory: string
let server: S3Server
let client: S3Client

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-'))
  server = await startS3({ directory, maximumBytes: MAXIMUM })
  client = new S3Client({ region: 'us-east-1', endpoint: server.url, credentials: server.credentials })
  await client.send(new CreateBucketCommand({ Bucket }))
})

afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

const put = (Key: string, Body: string | Uint8Array, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
const refusal = async (sent: Promise<unknown>) => {
  const error: unknown = await sent.then(
    () => undefined,
    (reason) => reason,
  )
  if (!(error instanceof S3ServiceException)) throw new Error('The server did not refuse.', { cause: error })
  return [error.$metadata.httpStatusCode, error.name]
}
const md5 = (body: string | Uint8Array) => createHash('md5').update(body)

describe('a bucket', () => {
  test('is there after it was created, once', async () => {
    expect((await client.send(new HeadBucketCommand({ Bucket }))).$metadata.httpStatusCode).toBe(200)
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket })))).toEqual([
      409,
      'BucketAlreadyOwnedByYou',
    ])
  })

  test('that nobody created is not found by any operation', async () => {
    const none = { Bucket: 'nobody-made-this', Key: 'a' }
    const notFound = [404, 'NoSuchBucket']
    expect(await refusal(client.send(new HeadBucketCommand(none)))).toEqual([404, 'NotFound'])
    expect(await refusal(client.send(new GetObjectCommand(none)))).toEqual(notFound)
    expect(await refusal(client.send(new PutObjectCommand({ ...none, Body: 'x' })))).toEqual(notFound)
    expect(await refusal(client.send(new DeleteObjectCommand(none)))).toEqual(notFound)
    expect(await refusal(client.send(new ListObjectsV2Command(none)))).toEqual(notFound)
  })

  test.each(['Capital', 'a..b', 'under_score', '-dash'])('named %s is refused', async (name) => {
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket: name })))).toEqual([
      400,
      'InvalidBucketName',
    ])
  })
})

describe('an object', () => {
  test('comes back with its bytes, content headers, metadata, ETag and time', async () => {
    const body = randomBytes(50_000)
    const described = {
      ContentType: 'application/x-protobuf',
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
      Metadata: { instance: 'checkout-7f9c', labels: '{"a":"b c"}' },
    }
    const stored = await put('whole', body, described)
    expect(stored.ETag).toBe(`"${md5(body).digest('hex')}"`)
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'whole' }))
    expect(head).toMatchObject({ ...described, ETag: stored.ETag, ContentLength: 50_000 })
    expect(Math.abs(Date.now() - Number(head.LastModified))).toBeLessThan(60_000)
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'whole' }))
    expect(object).toMatchObject({
      ...described,
      ETag: stored.ETag,
      ContentLength: 50_000,
      AcceptRanges: 'bytes',
    })
    expect(object.ChecksumCRC32).toBe(stored.ChecksumCRC32)
    expect(Buffer.from((await object.Body?.transformToByteArray()) ?? [])).toEqual(body)
  })

  test('may be empty', async () => {
    await put('empty', new Uint8Array(0))
    expect(await get('empty')).toBe('')
    await client.send(new CopyObjectCommand({ Bucket, Key: 'empty-copy', CopySource: `${Bucket}/empty` }))
    expect(await get('empty-copy')).toBe('')
  })

  test('sent as a stream is stored as its bytes, without the chunks it travelled in', async () => {
    const pieces = Array.from({ length: 40 }, (_, i) => randomBytes(i * 1000))
    const body = Buffer.concat(pieces)
    const stream = Readable.from(pieces, { objectMode: false })
    const stored = await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'stream',
        Body: stream,
        ContentLength: body.length,
        ContentEncoding: 'gzip',
      }),
    )
    expect(stored.ETag).toBe(`"${md5(body).digest('hex')}"`)
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'stream' }))
    expect(head).toMatchObject({ ContentEncoding: 'gzip', ContentLength: body.length })
  })

  test('that is not there is NoSuchKey', async () => {
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toEqual([
      404,
      'NoSuchKey',
    ])
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toEqual([
      404,
      'NotFound',
    ])
  })

  test('beyond the maximum is EntityTooLarge and leaves nothing behind', async () => {
    expect(await refusal(put('large', Buffer.alloc(MAXIMUM + 1)))).toEqual([400, 'EntityTooLarge'])
    await put('largest', Buffer.alloc(MAXIMUM))
    expect(await readdir(join(directory, 'incoming'))).toEqual([])
  })

  test('under a key of more than 1,024 bytes is refused', async () => {
    expect(await refusal(put('ü'.repeat(513), 'x'))).toEqual([400, 'KeyTooLongError'])
  })

  test('with more metadata than S3 takes is refused', async () => {
    const sent = put('described', 'x', { Metadata: { long: 'x'.repeat(2100) } })
    expect(await refusal(sent)).toEqual([400, 'MetadataTooLarge'])
  })
})

describe('a range', () => {
  beforeAll(() => put('digits', '0123456789'))
  const range = async (Range: string) => {
    const part = await client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }))
    return [part.$metadata.httpStatusCode, part.ContentRange, await part.Body?.transformToString()]
  }

  test.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=-99', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=4-2', 200, undefined, '0123456789'],
    ['lines=1-2', 200, undefined, '0123456789'],
  ])('%s is answered %i %s', async (asked, status, contentRange, body) => {
    expect(await range(asked)).toEqual([status, contentRange, body])
  })

  test('behind the end is InvalidRange', async () => {
    expect(await refusal(range('bytes=10-'))).toEqual([416, 'InvalidRange'])
  })
})

describe('a condition', () => {
  test('If-None-Match: * lets exactly one of 20 parallel puts win, and its bytes stay', async () => {
    for (let round = 0; round < 5; round++) {
      const Key = `race/${round}`
      const puts = Array.from({ length: 20 }, (_, i) => put(Key, `writer ${i}`, { IfNoneMatch: '*' }))
      const settled = await Promise.allSettled(puts)
      const winners = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []))
      expect(winners).toHaveLength(1)
      expect(await get(Key)).toBe(`writer ${winners[0]}`)
    }
    expect(await refusal(put('race/0', 'late', { IfNoneMatch: '*' }))).toEqual([412, 'PreconditionFailed'])
  })

  test('If-Match lets exactly one of 20 parallel changes of the same version win', async () => {
    const { ETag = '' } = await put('versioned', 'first')
    const puts = Array.from({ length: 20 }, (_, i) => put('versioned', `next ${i}`, { IfMatch: ETag }))
    const settled = await Promise.allSettled(puts)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(put('versioned', 'x', { IfMatch: ETag }))).toEqual([412, 'PreconditionFailed'])
    expect(await refusal(put('unversioned', 'x', { IfMatch: ETag }))).toEqual([404, 'NoSuchKey'])
  })

  test('on a read answers 304 for the copy the client has and 412 for one it has not', async () => {
    const { ETag = '' } = await put('cached', 'x')
    const read = (condition: object) =>
      client.send(new GetObjectCommand({ Bucket, Key: 'cached', ...condition }))
    expect((await refusal(read({ IfNoneMatch: ETag })))[0]).toBe(304)
    expect((await refusal(read({ IfModifiedSince: new Date(Date.now() + 60_000) })))[0]).toBe(304)
    expect((await read({ IfNoneMatch: '"other"' })).$metadata.httpStatusCode).toBe(200)
    expect(await refusal(read({ IfMatch: '"other"' }))).toEqual([412, 'PreconditionFailed'])
    expect((await refusal(read({ IfUnmodifiedSince: new Date(0) })))[0]).toBe(412)
  })
})

describe('a digest', () => {
  test.each<[string, Partial<PutObjectCommandInput>]>([
    ['Content-MD5', { ContentMD5: md5('other').digest('base64') }],
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }],
    ['SHA-1', { ChecksumSHA1: createHash('sha1').update('other').digest('base64') }],
    ['SHA-256', { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }],
  ])('%s of other bytes is BadDigest, and the object stays as it was', async (_, digest) => {
    await put('digest', 'before')
    expect(await refusal(put('digest', 'after', digest))).toEqual([400, 'BadDigest'])
    expect(await get('digest')).toBe('before')
  })

  test('of the bytes is accepted, in each algorithm', async () => {
    await put('digest', 'x', { ContentMD5: md5('x').digest('base64') })
    for (const ChecksumAlgorithm of ['CRC32', 'SHA1', 'SHA256'] as const) {
      await put('digest', ChecksumAlgorithm, { ChecksumAlgorithm })
      expect(await get('digest')).toBe(ChecksumAlgorithm)
    }
  })

  test('that is no MD5 is InvalidDigest', async () => {
    expect(await refusal(put('digest', 'x', { ContentMD5: 'short' }))).toEqual([400, 'InvalidDigest'])
  })
})

describe('a copy', () => {
  const copy = (Key: string, more: object = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/from/a%20%C3%BC`, ...more }))
  beforeAll(() => put('from/a ü', 'bytes', { ContentType: 'text/plain', Metadata: { a: '1' } }))

  test('has the bytes and the description of its source', async () => {
    const { CopyObjectResult } = await copy('to/1')
    expect(CopyObjectResult?.ETag).toBe(`"${md5('bytes').digest('hex')}"`)
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'to/1' }))
    expect(object).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } })
    expect(await object.Body?.transformToString()).toBe('bytes')
  })

  test('takes a new description if told to replace it, also onto itself', async () => {
    const replaced = { MetadataDirective: 'REPLACE', ContentType: 'text/html', Metadata: { b: '2' } }
    await copy('to/2', replaced)
    const CopySource = `${Bucket}/to/2`
    await client.send(
      new CopyObjectCommand({ Bucket, Key: 'to/2', CopySource, MetadataDirective: 'REPLACE' }),
    )
    expect(await get('to/2')).toBe('bytes')
    const onto = client.send(new CopyObjectCommand({ Bucket, Key: 'to/2', CopySource }))
    expect(await refusal(onto)).toEqual([400, 'InvalidRequest'])
  })

  test('keeps its conditions on source and target', async () => {
    expect(await refusal(copy('to/3', { CopySourceIfMatch: '"other"' }))).toEqual([412, 'PreconditionFailed'])
    await copy('to/4', { IfNoneMatch: '*' })
    expect(await refusal(copy('to/4', { IfNoneMatch: '*' }))).toEqual([412, 'PreconditionFailed'])
  })

  test('of nothing is NoSuchKey', async () => {
    expect(await refusal(copy('to/5', { CopySource: `${Bucket}/none` }))).toEqual([404, 'NoSuchKey'])
  })
})

describe('a deletion', () => {
  test('removes the object, and again does no harm', async () => {
    await put('gone/one', 'x')
    for (let i = 0; i < 2; i++) {
      const { $metadata } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone/one' }))
      expect($metadata.httpStatusCode).toBe(204)
    }
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'gone/one' })))).toEqual([
      404,
      'NoSuchKey',
    ])
  })

  test('of many keys at once names each, or none if quiet', async () => {
    const keys = ['many/a', 'many/<&">\'', 'many/ü\n\r\t', 'many/not there']
    for (const key of keys.slice(0, 3)) await put(key, 'x')
    const Delete = { Objects: keys.map((Key) => ({ Key })) }
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }))
    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys)
    expect(await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'many/' }))).toMatchObject({
      KeyCount: 0,
    })
    const quiet = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { ...Delete, Quiet: true } }))
    expect(quiet.Deleted).toBeUndefined()
  })
})

describe('what the server does not do', () => {
  test('is NotImplemented, and never taken for something it does', async () => {
    await put('kept', 'bytes')
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
    const kept = { Bucket, Key: 'kept' }
    const refused = [
      client.send(new PutObjectTaggingCommand({ ...kept, Tagging })),
      client.send(new GetObjectTaggingCommand(kept)),
      client.send(new CreateMultipartUploadCommand(kept)),
      client.send(new GetObjectCommand({ ...kept, VersionId: 'v1' })),
      put('kept', 'other', { Tagging: 'a=b' }),
      put('kept', 'other', { ServerSideEncryption: 'AES256' }),
      put('kept', 'other', { ChecksumAlgorithm: 'CRC64NVME', ChecksumCRC64NVME: 'AAAAAAAAAAA=' }),
      client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'kept', VersionId: 'v1' }] } }),
      ),
    ]
    const answers = await Promise.all(refused.map(refusal))
    expect(answers).toEqual(refused.map(() => [501, 'NotImplemented']))
    expect(await get('kept')).toBe('bytes')
  })
})
