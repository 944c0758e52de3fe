import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyBucket } from '#infra/empty-bucket.ts'
import { type S3Server, startS3 } from '#infra/local/s3/server.ts'
import { inParallel } from '#shared/history/in-parallel.ts'

const Bucket = 'stage'
let directory: string
let server: S3Server
let client: S3Client

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  server = await startS3({ directory })
  const { url: endpoint, credentials } = server
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  await client.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

test('a bucket is emptied page by page', async () => {
  const keys = Array.from({ length: 1_100 }, (_, i) => `profiles/acme/checkout/${i}`)
  await inParallel(keys, 32, async (Key) => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  })
  await emptyBucket(client, Bucket)
  expect(await client.send(new ListObjectsV2Command({ Bucket }))).toMatchObject({ KeyCount: 0 })
})

test('a bucket that has gone is empty', async () => {
  await emptyBucket(client, 'gone')
})
