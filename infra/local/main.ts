import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BucketAlreadyOwnedByYou, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { serve } from '@hono/node-server'
import { createApp } from '#functions/api/app.ts'
import { createDeps } from '#functions/deps.ts'
import { readEnv } from '#functions/env.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { MINUTE } from '#shared/trend/block.ts'
import { createTable, startDynamo } from './dynamo.ts'
import { firstToken } from './first-token.ts'
import { diskQueue } from './index-queue.disk.ts'
import { startPump } from './pump.ts'
import { startS3 } from './s3/server.ts'

/** A whole Tidemark in this process, its data in one folder. */
export interface LocalStack {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

export interface LocalOptions {
  readonly directory: string
  /** 0: any free one. */
  readonly port: number
  /** Milliseconds between two rounds of the schedule. */
  readonly judgeEvery?: number
}

const TABLE_NAME = 'tidemark'
const BUCKET_NAME = 'tidemark'
/** No Lambda is in the way here: a whole debug=2 dump, which the runtime cuts at 64 MB, goes in at once. */
const BODY_LIMIT = 64 * 1024 * 1024

/** Uploads that stand still hold up the end no longer than this. */
const GRACE = 10_000

/**
 * Starts DynamoDB and S3 on this disk, the API in front of them, and the schedule.
 *
 * The adapters are those of AWS: only endpoints and credentials differ, and the SDK reads both from the environment.
 * @throws Error where the folder is in use by another process (`LEVEL_LOCKED`), or the port is (`EADDRINUSE`)
 */
export async function startLocal(options: LocalOptions): Promise<LocalStack> {
  const started: { close(): Promise<void> }[] = []
  const close = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.close()
  }
  try {
    return { ...(await startParts(options, (part) => started.push(part))), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @param onStart hears of each part that has to be closed, in the order of their start */
async function startParts(
  { directory, port, judgeEvery = MINUTE }: LocalOptions,
  onStart: (part: { close(): Promise<void> }) => void,
): Promise<Omit<LocalStack, 'close'>> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const dynamo = await startDynamo(join(directory, 'dynamodb'))
  onStart(dynamo)
  const credentials = { accessKeyId: 'tidemark-local', secretAccessKey: randomUUID() }
  const s3 = await startS3({ directory: join(directory, 's3'), credentials })
  onStart(s3)
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_S3: s3.url,
    TABLE_NAME,
    BUCKET_NAME,
    INGEST_RESOLUTION_SECONDS: '60',
    RETENTION_DAYS: '90',
  })
  await createTable(new DynamoDBClient({}), TABLE_NAME)
  await createBucket(new S3Client({}))

  const queue = await diskQueue(join(directory, 'queue'))
  const stores = createDeps(readEnv(process.env), { indexQueue: queue, now: () => Date.now() })
  const judge = (tenant: string, service: string) =>
    judgeService(stores, tenant, service, randomUUID(), stores.now())
  const deps = { ...stores, judge, bodyLimit: BODY_LIMIT }
  const token = await firstToken(directory, deps.tokens)
  const server = serve({ fetch: createApp(deps).fetch, hostname: '127.0.0.1', port }) as Server
  await once(server, 'listening')
  const pump = startPump({ deps, queue, every: judgeEvery })
  onStart({ close: () => pump.stop() })
  onStart({ close: () => closeServer(server) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token }
}

/** Creates the bucket unless it is there. */
async function createBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET_NAME }))
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error
  }
}

/** Answers what is under way, then closes. */
const closeServer = (server: Server): Promise<void> =>
  new Promise((done, failed) => {
    const grace = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close((error) => {
      clearTimeout(grace)
      if (error) failed(error)
      else done()
    })
    server.closeIdleConnections()
  })
