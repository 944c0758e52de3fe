import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import dynalite from 'dynalite'
import { assemble } from '#functions/deps.ts'
import { createTable } from '#infra/local/dynamo.ts'
import { startS3 } from '#infra/local/s3/server.ts'
import type { IndexMessage } from '#shared/store/index-queue.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { NOW } from './api.ts'

/** What happens to one request; `lost`: it is carried out and its answer does not arrive. */
export type Fault = 'none' | 'throttled' | 'unavailable' | 'lost'

/** One try of a request: `PutItem`, `PutObject`, … */
export type FaultPlan = (action: string, tries: number) => Fault

const ERRORS = {
  throttled: { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } },
  unavailable: { name: 'SlowDown', $metadata: { httpStatusCode: 503 } },
  lost: { name: 'Error', code: 'ECONNRESET' },
} as const

/** Each of the SDK's own retries comes by there. */
const WITHIN_RETRIES = { step: 'deserialize', priority: 'low' } as const
/** Of the SDK for one request; by itself it would be more patient. */
const TRIES = 3

/** The shipped adapters over DynamoDB and S3 of this process, with a plan of faults between SDK and server. */
export async function faultyAws() {
  const plan = { of: (() => 'none') as FaultPlan }
  const tries = new Map<string, number>()

  async function spoil<Answer>(
    { commandName }: { readonly commandName?: string },
    send: () => Promise<Answer>,
  ): Promise<Answer> {
    const action = String(commandName).replace(/Command$/, '')
    const nth = (tries.get(action) ?? 0) + 1
    tries.set(action, nth)
    const fault = plan.of(action, nth)
    if (fault === 'none') return send()
    if (fault === 'lost') await send()
    throw Object.assign(new Error(`a request was ${fault}`), ERRORS[fault])
  }

  const server = dynalite({ createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dynamo = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: TRIES,
  })
  await createTable(dynamo, 'tidemark')
  const directory = await mkdtemp(join(tmpdir(), 'faults-'))
  const bucket = await startS3({ directory })
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: bucket.url,
    credentials: bucket.credentials,
    maxAttempts: TRIES,
  })
  await s3.send(new CreateBucketCommand({ Bucket: 'tidemark' }))
  dynamo.middlewareStack.add((next, context) => (args) => spoil(context, () => next(args)), WITHIN_RETRIES)
  s3.middlewareStack.add((next, context) => (args) => spoil(context, () => next(args)), WITHIN_RETRIES)

  const clock = { now: NOW }
  const now = (): number => clock.now
  const sent: IndexMessage[] = []
  const indexQueue = { send: async (message: IndexMessage) => void sent.push(message) }
  const env = {
    TABLE_NAME: 'tidemark',
    BUCKET_NAME: 'tidemark',
    INGEST_RESOLUTION_SECONDS: '60',
    RETENTION_DAYS: '90',
  }
  const rows = dynamoRows(dynamo, 'tidemark', now)
  const deps = assemble(env, { now, indexQueue }, rows, s3ProfileStore(s3, 'tidemark', s3))
  return {
    clock,
    deps,
    rows,
    sent,
    /** @param next what happens from now on; tries are counted from one again */
    fail: (next: FaultPlan) => {
      tries.clear()
      plan.of = next
    },
    heal: () => {
      plan.of = () => 'none'
    },
    close: async () => {
      dynamo.destroy()
      s3.destroy()
      server.close()
      await once(server, 'close')
      await bucket.close()
      await rm(directory, { recursive: true })
    },
  }
}
