import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type S3Server, startS3 } from '#infra/local/s3/server.ts'

const Bucket = 'listing'
let directory: string
let server: S3Server
let client: S3Client

/** Keys that are names of nothing, of something else, or too long on some file system. */
const ODD = [
  'odd/ space /a b+c%20d',
  'odd/..',
  'odd/../../../../escape',
  'odd/./.',
  'odd//double',
  'odd/ends/',
  'odd/checkout-7f9c@2026-11-23T12:00:00Z',
  'odd/CASE',
  'odd/case',
  'odd/nul',
  'odd/back\\slash',
  'odd/control\u0001\t\r\n',
  'odd/<xml>&"quotes\'',
  'odd/ünï/日本語/🌊',
  'odd/🌊',
  'odd/\uffee after the surrogates in UTF-16, before them in UTF-8',
  `odd/${'x'.repeat(300)}/${'ü'.repeat(120)}`,
  `odd/${'y'.repeat(80)}`,
  `odd/${'y'.repeat(80)}/in`,
  `odd/${'y'.repeat(80)}!before the slash`,
  `odd/${'z'.repeat(1020)}`,
]
const DAYS = Array.from({ length: 5 }, (_, day) =>
  Array.from({ length: 5 }, (_, i) => `days/0${day}/${'abcde'[i]}.pb.gz`),
).flat()
const BESIDE = ['days', 'days!', 'days0', 'days/00!', 'other/a']

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const page = await client.send(new ListObjectsV2Command({ Bucket, ...input }))
  const keys = page.Contents?.map(({ Key = '' }) => Key) ?? []
  return { page, keys, prefixes: page.CommonPrefixes?.map(({ Prefix = '' }) => Prefix) ?? [] }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-listing-'))
  server = await startS3({ directory })
  client = new S3Client({ region: 'us-east-1', endpoint: server.url, credentials: server.credentials })
  await client.send(new CreateBucketCommand({ Bucket }))
  const keys = [...ODD, ...DAYS, ...BESIDE]
  await Promise.all(keys.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))))
})

afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

describe('a list', () => {
  test('has all keys in the order of their UTF-8 bytes', async () => {
    expect((await list()).keys).toEqual([...ODD, ...DAYS, ...BESIDE].sort(byBytes))
  })

  test.each(ODD)('has the odd key %j, and it is read back', async (Key) => {
    expect((await list({ Prefix: Key })).keys).toContain(Key)
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(await Body?.transformToString()).toBe(Key)
  })

  test('says size, ETag and time of each object', async () => {
    const { page } = await list({ Prefix: 'other/' })
    expect(page).toMatchObject({ KeyCount: 1, IsTruncated: false, Prefix: 'other/' })
    const head = await client.send(new GetObjectCommand({ Bucket, Key: 'other/a' }))
    expect(page.Contents?.[0]).toMatchObject({ Size: 7, ETag: head.ETag, StorageClass: 'STANDARD' })
  })

  test.each(['days/', 'days/0', 'days/03/', 'days/03/c', 'day', 'none/', `odd/${'x'.repeat(100)}`, '', '/'])(
    'of prefix %j has the keys that start with it',
    async (Prefix) => {
      const expected = [...ODD, ...DAYS, ...BESIDE].filter((key) => key.startsWith(Prefix)).sort(byBytes)
      expect((await list({ Prefix })).keys).toEqual(expected)
    },
  )

  test.each(['', 'days/02/c.pb.gz', 'days/02', 'odd/ü', 'zzz'])('starts after %j', async (StartAfter) => {
    const expected = [...ODD, ...DAYS, ...BESIDE].filter((key) => byBytes(key, StartAfter) > 0).sort(byBytes)
    expect((await list({ StartAfter })).keys).toEqual(expected)
  })

  test('with a delimiter rolls up what shares a prefix', async () => {
    const { keys, prefixes, page } = await list({ Prefix: 'days', Delimiter: '/' })
    expect(keys).toEqual(['days', 'days!', 'days0'])
    expect(prefixes).toEqual(['days/'])
    expect(page.KeyCount).toBe(4)
    const below = await list({ Prefix: 'days/', Delimiter: '/' })
    expect(below.prefixes).toEqual(['days/00/', 'days/01/', 'days/02/', 'days/03/', 'days/04/'])
    expect(below.keys).toEqual(['days/00!'])
    expect((await list({ Prefix: 'days/', Delimiter: '.pb' })).prefixes).toHaveLength(25)
  })

  test.each([1, 2, 7, 1000])(
    'in pages of %i is the whole list, with and without a delimiter',
    async (MaxKeys) => {
      for (const input of [{}, { Delimiter: '/' }, { Delimiter: '/', Prefix: 'days/' }]) {
        const whole = await list(input)
        const [keys, prefixes]: [string[], string[]] = [[], []]
        for await (const page of paginateListObjectsV2({ client }, { Bucket, MaxKeys, ...input })) {
          expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys)
          keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
          prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix))
        }
        expect({ keys, prefixes }).toEqual({ keys: whole.keys, prefixes: whole.prefixes })
      }
    },
  )

  test('of no keys is empty and complete', async () => {
    expect((await list({ MaxKeys: 0 })).page).toMatchObject({ KeyCount: 0, IsTruncated: false })
  })

  test('shows no prefix of which every object was deleted', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'short-lived/a/b', Body: 'x' }))
    expect((await list({ Delimiter: '/' })).prefixes).toContain('short-lived/')
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'short-lived/a/b' }))
    expect((await list({ Delimiter: '/' })).prefixes).not.toContain('short-lived/')
  })

  test('spells keys in percent-encoding if asked to', async () => {
    const { keys } = await list({ Prefix: 'odd/ünï/', EncodingType: 'url' })
    expect(keys.map(decodeURIComponent)).toEqual(['odd/ünï/日本語/🌊'])
    expect(keys[0]).toMatch(/^odd\/%C3%BCn/)
  })

  test.each([{ ContinuationToken: 'no token!' }, { MaxKeys: -1 }])('refuses %j', async (input) => {
    await expect(list(input)).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})
