import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BucketAlreadyOwnedByYou, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { createApp } from '#functions/api/app.ts'
import { readPage } from '#functions/api/page-folder.ts'
import { createDeps } from '#functions/deps.ts'
import { readEnv, requestsPerMinute, webhookReach } from '#functions/env.ts'
import { judgeAndTell } from '#functions/judge-service/judge-and-tell.ts'
import { logFailure } from '#functions/log.ts'
import { reportYesterday } from '#functions/report/report.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import type { TellDeps } from '#shared/delivery/tell.ts'
import { lazy } from '#shared/lazy.ts'
import { UPLOADS } from '#shared/store/keys.ts'
import { MINUTE } from '#shared/time.ts'
import { createTable, startDynamo } from './dynamo.ts'
import { firstToken, LOCAL_TENANT, NoTokenError, readToken } from './first-token.ts'
import { isLoopback, listen } from './http-server.ts'
import { diskQueue } from './index-queue.disk.ts'
import { inProcessJudgeQueue } from './judge-queue.in-process.ts'
import { startPump } from './pump.ts'
import { startS3 } from './s3/server.ts'
import { pageFiles } from './shipped-files.ts'

/** A whole Tidemark in this process, its data in one folder. */
export interface LocalStack {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

export interface LocalOptions {
  readonly directory: string
  /** Address to listen on; 127.0.0.1 without it. */
  readonly host?: string
  /** 0: any free one. */
  readonly port: number
  /** Folder of a page that was built; without it the page is made of its sources, where it is first asked for. */
  readonly page?: string | undefined
  /** Milliseconds between two rounds of the schedule. */
  readonly judgeEvery?: number
}

const TABLE_NAME = 'tidemark'
const BUCKET_NAME = 'tidemark'
/** No Lambda is in the way here: a whole debug=2 dump, which the runtime cuts at 64 MB, goes in at once. */
const BODY_LIMIT = 64 * 1024 * 1024

/**
 * Starts DynamoDB and S3 on this disk, the API in front of them, and the schedule.
 *
 * The adapters are those of AWS: only endpoints and credentials differ, and the SDK reads both from the environment.
 * @throws NoTokenError where others could reach a stack whose folder has no token
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
  { directory, host = '127.0.0.1', port, page, judgeEvery = MINUTE }: LocalOptions,
  onStart: (part: { close(): Promise<void> }) => void,
): Promise<Omit<LocalStack, 'close'>> {
  if (!isLoopback(host) && (await readToken(directory)) === undefined) throw new NoTokenError(directory)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const dynamo = await startDynamo(join(directory, 'dynamodb'))
  onStart(dynamo)
  const credentials = { accessKeyId: 'tidemark-local', secretAccessKey: randomUUID() }
  const queue = await diskQueue(join(directory, 'queue'))
  const s3 = await startS3({
    directory: join(directory, 's3'),
    credentials,
    onError: (error) => logFailure('the bucket failed', error),
    onCreated: async ({ key }) => {
      if (key.startsWith(UPLOADS)) await queue.send({ key })
    },
  })
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

  const stores = createDeps(readEnv('index-upload', process.env), {
    indexQueue: queue,
    now: () => Date.now(),
  })
  const reach = webhookReach(process.env)
  const post = webhookPoster({ reach, now: stores.now })
  // The address is known once the server listens; nothing is told before.
  const listening = Promise.withResolvers<string>()
  const telling = async (): Promise<typeof stores & TellDeps> => ({
    ...stores,
    post,
    topic: undefined,
    publicUrl: await listening.promise,
  })
  const judge = async (tenant: string, service: string) =>
    judgeAndTell(await telling(), tenant, service, randomUUID(), stores.now())
  const judgeQueue = inProcessJudgeQueue(({ tenant, service }) => judge(tenant, service))
  const deps = {
    ...stores,
    judge,
    judgeQueue,
    bodyLimit: BODY_LIMIT,
    requestsPerMinute: requestsPerMinute(process.env),
    post,
    reach,
    page: lazy(page === undefined ? pageFiles : () => readPage(page)),
  }
  const token = await firstToken(directory, deps.tokens, deps.now())
  // A folder of before 2026-11-23 has a token and no list of tenants.
  await deps.tenants.add(LOCAL_TENANT)
  const server = await listen(createApp(deps).fetch, host, port)
  listening.resolve(server.url)
  const report = async () => reportYesterday(await telling(), stores.now())
  const pump = startPump({ deps, queue, every: judgeEvery, report })
  onStart({ close: () => pump.stop() })
  onStart(server)
  return { url: server.url, token }
}

/** Creates the bucket unless it is there. */
async function createBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET_NAME }))
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error
  }
}
