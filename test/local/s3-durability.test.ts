import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startS3 } from '#infra/local/s3/server.ts'

const Bucket = 'durable'
const credentials = { accessKeyId: 'the-key', secretAccessKey: 'the-secret' }
const SERVER = new URL('../../infra/local/s3/server.ts', import.meta.url).href
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-durability-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

/** Where uploads lie until they are complete. */
const incoming = () => join(directory, 'incoming')
const clientOf = (endpoint: string) =>
  new S3Client({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })

/** Starts the server in a process of its own, which prints its URL. */
async function startProcess(): Promise<{ child: ChildProcess; url: string }> {
  const options = JSON.stringify({ directory, credentials })
  const program = `import { startS3 } from '${SERVER}'; console.log((await startS3(${options})).url)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return { child, url: String(line).trim() }
}

/** `<hex of the SHA-256 of the rest>` and the rest: an object that tells whether it is whole. */
function selfCheckingBody(size: number): Buffer {
  const rest = randomBytes(size)
  return Buffer.concat([Buffer.from(createHash('sha256').update(rest).digest('hex')), rest])
}

function isWhole(body: Uint8Array): boolean {
  const hex = Buffer.from(body.subarray(0, 64)).toString()
  return createHash('sha256').update(body.subarray(64)).digest('hex') === hex
}

describe('after kill -9 amid parallel puts', () => {
  test.each([1, 40, 150])(
    'after %i answers, every acknowledged object is whole and none is a part',
    async (enough) => {
      const { child, url } = await startProcess()
      const client = clientOf(url)
      await client.send(new CreateBucketCommand({ Bucket }))
      const acknowledged = new Map<string, Set<string>>()
      let answers = 0
      const write = async (writer: number) => {
        for (let i = 0; ; i++) {
          // Every third key is one that all writers overwrite; every seventh body is of several writes.
          const Key = i % 3 === 0 ? `shared/${i % 5}` : `own/${writer}/${i}`
          const body = selfCheckingBody(i % 7 === 6 ? 3_000_000 : 20_000)
          const { ETag = '' } = await client.send(new PutObjectCommand({ Bucket, Key, Body: body }))
          acknowledged.set(Key, (acknowledged.get(Key) ?? new Set()).add(ETag))
          if (++answers === enough) child.kill('SIGKILL')
        }
      }
      const writers = Array.from({ length: 16 }, (_, i) => write(i))
      const ended = Promise.allSettled(writers).then(() => child.kill('SIGKILL'))
      await Promise.all([once(child, 'exit'), ended])
      client.destroy()

      const server = await startS3({ directory, credentials })
      const again = clientOf(server.url)
      expect(await readdir(incoming())).toEqual([])
      const listed = new Set<string>()
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = await again.send(new ListObjectsV2Command({ Bucket, ContinuationToken: token }))
        for (const { Key = '' } of page.Contents ?? []) {
          const { Body, ETag = '' } = await again.send(new GetObjectCommand({ Bucket, Key }))
          expect(isWhole((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(true)
          if (Key.startsWith('own/') && acknowledged.has(Key)) expect(acknowledged.get(Key)).toContain(ETag)
          listed.add(Key)
        }
        token = page.NextContinuationToken
      }
      expect([...acknowledged.keys()].filter((key) => !listed.has(key))).toEqual([])
      again.destroy()
      await server.close()
    },
  )
})

describe('an upload that breaks off', () => {
  test('leaves the object as it was and nothing behind', async () => {
    const errors: unknown[] = []
    const server = await startS3({ directory, credentials, onError: (error) => errors.push(error) })
    const client = clientOf(server.url)
    await client.send(new CreateBucketCommand({ Bucket }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'before' }))
    const leaving = new AbortController()
    const endless = async function* () {
      yield Buffer.alloc(4_000_000)
      while ((await readdir(incoming())).length === 0) await setTimeout(1)
      leaving.abort()
    }
    const object = { Bucket, Key: 'a', Body: Readable.from(endless()), ContentLength: 9_000_000 }
    const sent = client.send(new PutObjectCommand(object), { abortSignal: leaving.signal })
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => readdir(incoming())).toEqual([])
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }))
    expect(await Body?.transformToString()).toBe('before')
    expect(errors).toEqual([])
    client.destroy()
    await server.close()
  })
})

describe('a server started again', () => {
  test('has the buckets and objects of the one before, and can overwrite them', async () => {
    for (const body of ['first', 'second']) {
      const server = await startS3({ directory, credentials })
      const client = clientOf(server.url)
      if (body === 'first') await client.send(new CreateBucketCommand({ Bucket }))
      else {
        const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b' }))
        expect([await Body?.transformToString(), Metadata]).toEqual(['first', { body: 'first' }])
      }
      await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: body, Metadata: { body } }))
      client.destroy()
      await server.close()
    }
  })
})
