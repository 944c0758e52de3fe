import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyBucket } from '#infra/empty-bucket.ts'
import { inParallel } from '#shared/history/in-parallel.ts'
import { type S3Double, startS3 } from '#test/support/s3.ts'

const Bucket = 'stage'
let server: S3Double
let client: S3Client

beforeAll(async () => {
  server = await startS3(Bucket)
  const { url: endpoint, credentials } = server
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
})
afterAll(async () => {
  client.destroy()
  await server.close()
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
