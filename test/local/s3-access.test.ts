import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type S3Server, startS3 } from '#infra/local/s3/server.ts'
import { HOUR } from '#shared/time.ts'

/** The signer inside the SDK's client; what `@aws-sdk/s3-request-presigner` calls as well. */
interface Presigner {
  presign(request: object, options: object): Promise<{ query: Record<string, string> }>
}
const isPresigner = (signer: object): signer is Presigner => 'presign' in signer

const Bucket = 'access'
const credentials = { accessKeyId: 'the-key', secretAccessKey: 'the-secret' }
let directory: string
let server: S3Server
let client: S3Client
/** Milliseconds the server's clock is ahead of the client's. */
let ahead = 0

const clientWith = (more: S3ClientConfig = {}) =>
  new S3Client({ region: 'us-east-1', endpoint: server.url, credentials, maxAttempts: 1, ...more })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-access-'))
  server = await startS3({ directory, credentials, now: () => Date.now() + ahead })
  client = clientWith()
  await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'bytes' }))
})

beforeEach(() => {
  ahead = 0
})

afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

/** A URL for `method` on a key, good for `expiresIn` seconds, with these headers signed. */
async function presign(
  method: string,
  key: string,
  { expiresIn = 60, headers = {}, query = {} }: { expiresIn?: number; headers?: object; query?: object } = {},
): Promise<string> {
  const signer = await client.config.signer()
  if (!isPresigner(signer)) throw new Error('The signer of the SDK does not presign any more.')
  const { protocol, hostname, port, host } = new URL(server.url)
  const path = `/${Bucket}/${encodeURIComponent(key)}`
  const request = {
    method,
    protocol,
    hostname,
    port: Number(port),
    path,
    query,
    headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers },
  }
  const signed = await signer.presign(request, { expiresIn, signableHeaders: new Set(Object.keys(headers)) })
  return `${server.url}${path}?${new URLSearchParams(signed.query).toString().replaceAll('+', '%20')}`
}

/** Status and error code; the code is the body itself where that is no error. */
async function answer(url: string, init?: RequestInit): Promise<[number, string]> {
  const response = await fetch(url, init)
  const body = await response.text()
  return [response.status, /<Code>(.*)<\/Code>/.exec(body)?.[1] ?? body]
}

describe('a request', () => {
  test('without a signature is AccessDenied, whatever it asks', async () => {
    for (const [method, path] of [
      ['GET', `/${Bucket}/a`],
      ['GET', `/${Bucket}?list-type=2`],
      ['PUT', `/${Bucket}/b`],
      ['PUT', '/another-bucket'],
      ['DELETE', `/${Bucket}/a`],
      ['GET', '/'],
      ['OPTIONS', `/${Bucket}/a`],
    ] as const) {
      expect(await answer(server.url + path, { method })).toEqual([403, 'AccessDenied'])
    }
  })

  test.each([
    ['another key id', { ...credentials, accessKeyId: 'another' }, 'InvalidAccessKeyId'],
    ['another secret', { ...credentials, secretAccessKey: 'another' }, 'SignatureDoesNotMatch'],
  ])('signed with %s is refused', async (_, wrong, code) => {
    const sent = clientWith({ credentials: wrong }).send(new GetObjectCommand({ Bucket, Key: 'a' }))
    await expect(sent).rejects.toMatchObject({ name: code, $metadata: { httpStatusCode: 403 } })
  })

  test('signed an hour ago is refused', async () => {
    ahead = HOUR
    const sent = client.send(new GetObjectCommand({ Bucket, Key: 'a' }))
    await expect(sent).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
  })

  test('with a signature nobody can read is refused by name', async () => {
    const refused = [400, 'AuthorizationHeaderMalformed']
    for (const authorization of [
      'Bearer x',
      'AWS old:style',
      'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b',
    ]) {
      expect(await answer(`${server.url}/${Bucket}/a`, { headers: { authorization } })).toEqual(refused)
    }
  })

  test('whose body is not the one signed is refused', async () => {
    const changing = clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' })
    changing.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.request as object, { body: 'BYTES' })
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    const sent = changing.send(new PutObjectCommand({ Bucket, Key: 'changed', Body: 'bytes' }))
    await expect(sent).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' })
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'changed' }))).rejects.toThrow()
  })
})

describe('a presigned URL', () => {
  test('gives its holder the object', async () => {
    expect(await answer(await presign('GET', 'a'))).toEqual([200, 'bytes'])
  })

  test('lets its holder put one, under odd names too', async () => {
    const url = await presign('PUT', 'up/l o@d:ü+')
    expect(await answer(url, { method: 'PUT', body: 'sent' })).toEqual([200, ''])
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'up/l o@d:ü+' }))
    expect(await Body?.transformToString()).toBe('sent')
  })

  test('is good for its method and its key alone', async () => {
    const refused = [403, 'SignatureDoesNotMatch']
    const url = await presign('GET', 'a')
    expect(await answer(url, { method: 'PUT', body: 'x' })).toEqual(refused)
    expect(await answer(url.replace('/a?', '/b?'))).toEqual(refused)
    expect(await answer(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toEqual(refused)
    expect(await answer(`${url}&x-id=GetObject`)).toEqual(refused)
  })

  test('for a method S3 does not have is MethodNotAllowed', async () => {
    const answered = await answer(await presign('PATCH', 'a'), { method: 'PATCH' })
    expect(answered).toEqual([405, 'MethodNotAllowed'])
  })

  test('ends with its time', async () => {
    const url = await presign('GET', 'a', { expiresIn: 60 })
    ahead = 59_000
    expect(await answer(url)).toEqual([200, 'bytes'])
    ahead = 62_000
    expect(await answer(url)).toEqual([403, 'AccessDenied'])
    ahead = -HOUR
    expect(await answer(url)).toEqual([403, 'AccessDenied'])
  })

  test('lives 7 days at most', async () => {
    const url = (await presign('GET', 'a', { expiresIn: 604_800 })).replace('=604800', '=604801')
    expect(await answer(url)).toEqual([400, 'AuthorizationQueryParametersError'])
  })

  test('binds content type and length that were signed', async () => {
    const signed = { 'content-type': 'application/gzip', 'content-length': '4' }
    const url = await presign('PUT', 'bound', { headers: signed })
    const put = (type: string, body: string) =>
      answer(url, { method: 'PUT', body, headers: { 'content-type': type } })
    expect(await put('application/gzip', 'four')).toEqual([200, ''])
    expect(await put('text/html', 'four')).toEqual([403, 'SignatureDoesNotMatch'])
    expect(await put('application/gzip', 'fifth')).toEqual([403, 'SignatureDoesNotMatch'])
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'bound' }))
    expect(head).toMatchObject({ ContentType: 'application/gzip', ContentLength: 4 })
  })

  test('carries metadata and a condition, and takes no header of S3 beside them', async () => {
    const url = await presign('PUT', 'described', {
      headers: { 'if-none-match': '*' },
      query: { 'x-amz-meta-instance': 'web-1' },
    })
    const put = (headers: Record<string, string>) => answer(url, { method: 'PUT', body: 'x', headers })
    const added = { 'if-none-match': '*', 'x-amz-meta-other': 'y' }
    expect(await put(added)).toEqual([403, 'AccessDenied'])
    expect(await put({ 'if-none-match': '*' })).toEqual([200, ''])
    expect(await put({ 'if-none-match': '*' })).toEqual([412, 'PreconditionFailed'])
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'described' }))
    expect(head.Metadata).toEqual({ instance: 'web-1' })
  })

  test('keeps the checksum it was made with', async () => {
    const url = await presign('PUT', 'sum', { query: { 'x-amz-checksum-crc32': 'AAAAAA==' } })
    expect(await answer(url, { method: 'PUT', body: 'not empty' })).toEqual([400, 'BadDigest'])
  })
})
