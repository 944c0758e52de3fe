import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createDeps } from '#functions/deps.aws.ts'
import type { Stores } from '#functions/deps.ts'
import { readEnv } from '#functions/env.ts'
import { announceUpload } from '#shared/ingest/upload.ts'
import { objectKey } from '#shared/store/keys.ts'
import { startDynamo } from '#test/support/dynamo.ts'
import { startS3 } from '#test/support/s3.ts'
import { dumpOf, MANY_STACKS, manyStacks, recordedBlocks } from './large-dump.ts'

/** What indexing one upload took, in a process that does nothing else. */
export interface UploadMemory {
  readonly upload: string
  readonly goroutines: number
  readonly signatures: number
  /** MB of the process at its highest, and before the upload: Node and the SDK. */
  readonly peak: number
  readonly before: number
  readonly seconds: number
}

const CHILD = fileURLToPath(new URL('./upload-memory-child.ts', import.meta.url))
/** V8's old space in the other process, MB: Lambda gives it a part of the memory of the function. */
const OLD_SPACE = 256
const TENANT = 'bench'

/** Puts dumps of 64 MB into an S3 of this process, and has another process index each, as a function does on AWS. */
export async function measureUploadMemory(): Promise<UploadMemory[]> {
  const dynamo = await startDynamo('bench')
  const s3 = await startS3('bench')
  try {
    // The other process inherits it.
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      TABLE_NAME: 'bench',
      BUCKET_NAME: 'bench',
      INGEST_RESOLUTION_SECONDS: '60',
      RETENTION_DAYS: '90',
    })
    const stores = createDeps(readEnv('index-upload', process.env), { now: () => Date.now() })
    return await rows(stores)
  } finally {
    await Promise.all([dynamo.close(), s3.close()])
  }
}

async function rows(stores: Stores): Promise<UploadMemory[]> {
  const captured = dumpOf(await recordedBlocks())
  const many = dumpOf(await manyStacks())
  return [
    await measure(stores, '64 MB, stacks of one program', captured),
    await measure(stores, 'the same, gzipped', gzipSync(captured)),
    await measure(stores, `64 MB, ${MANY_STACKS.toLocaleString('en')} stacks`, many),
  ]
}

async function measure(stores: Stores, upload: string, body: Uint8Array<ArrayBuffer>): Promise<UploadMemory> {
  const id = randomUUID()
  const process = {
    instance: id,
    startedAt: undefined,
    session: undefined,
    version: undefined,
    buildId: undefined,
  }
  const facts = { tenant: TENANT, id, service: 'bench', process, labels: {}, at: undefined, type: undefined }
  const size = { bytes: body.byteLength, contentType: 'application/octet-stream' }
  const { url, headers } = await announceUpload(stores, { ...facts, ...size }, stores.now())
  const put = await fetch(url, { method: 'PUT', headers, body })
  if (put.status !== 200) throw new Error(`the put was answered ${put.status}: ${await put.text()}`)
  const used = await indexElsewhere(objectKey.upload(TENANT, id))
  const outcome = (await stores.uploads.get(TENANT, id))?.outcome
  if (outcome?.state !== 'indexed') throw new Error(`the upload was not indexed: ${JSON.stringify(outcome)}`)
  const { goroutines, signatures } = outcome.receipt
  return { upload, goroutines, signatures, ...used }
}

async function indexElsewhere(key: string): Promise<Pick<UploadMemory, 'peak' | 'before' | 'seconds'>> {
  const child = spawn(process.execPath, [`--max-old-space-size=${OLD_SPACE}`, CHILD, key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`the process that indexes ended with ${code}`)
  return JSON.parse(stdout)
}
