import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { assemble } from '#functions/deps.ts'
import type { IndexMessage } from '#shared/store/index-queue.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { NOW } from './api.ts'
import { startDynamo } from './dynamo.ts'
import { startS3 } from './s3.ts'

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

/**
 * The shipped adapters over DynamoDB and S3 of this process, with a plan of faults between SDK and server.
 *
 * @param time milliseconds since the epoch; `clock` of the answer unless said
 */
export async function faultyAws(time?: () => number) {
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

  const table = await startDynamo('tidemark')
  const dynamo = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: table.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: TRIES,
  })
  const bucket = await startS3('tidemark')
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: bucket.url,
    credentials: bucket.credentials,
    maxAttempts: TRIES,
  })
  dynamo.middlewareStack.add((next, context) => (args) => spoil(context, () => next(args)), WITHIN_RETRIES)
  s3.middlewareStack.add((next, context) => (args) => spoil(context, () => next(args)), WITHIN_RETRIES)

  const clock = { now: NOW }
  const now = time ?? ((): number => clock.now)
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
      await table.close()
      await bucket.close()
    },
  }
}
