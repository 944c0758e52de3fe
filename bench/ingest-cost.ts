import { readFile } from 'node:fs/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { assemble, type Deps } from '#functions/deps.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { startDynamo } from '#test/support/dynamo.ts'
import { startS3 } from '#test/support/s3.ts'
import { OTHER_PROFILE, PROFILE } from './inputs.ts'

/** What one step of ingest asked of AWS. */
export interface IngestCost {
  readonly step: string
  /** S3 requests by operation, such as `PutObject 1`. */
  readonly s3: string
  readonly readUnits: number
  readonly writeUnits: number
}

/** Requests and capacity units as the clients themselves count them. */
interface Meter {
  s3: Map<string, number>
  readUnits: number
  writeUnits: number
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem'])

/** Counts what pushing costs, by the SDK's own requests and DynamoDB's `ConsumedCapacity`. */
export async function measureIngestCost(): Promise<IngestCost[]> {
  const [dynamo, s3] = [await startDynamo('bench'), await startS3('bench')]
  try {
    const meter: Meter = { s3: new Map(), readUnits: 0, writeUnits: 0 }
    const deps = await meteredDeps(dynamo.url, s3, meter)
    return await steps(deps, meter)
  } finally {
    await Promise.all([dynamo.close(), s3.close()])
  }
}

async function steps(deps: Deps, meter: Meter): Promise<IngestCost[]> {
  const body = await readFile(PROFILE)
  const now = Math.floor(Date.now() / HOUR) * HOUR
  const process = {
    instance: 'pod-1',
    startedAt: now - HOUR,
    session: undefined,
    version: 'v1',
    buildId: undefined,
  }
  const push = {
    tenant: 'bench',
    service: 'checkout',
    process,
    labels: {},
    type: undefined,
    source: 'push',
    body,
  }
  const other = await readFile(OTHER_PROFILE)
  const measure = async (step: string, at: number, bytes: Uint8Array): Promise<IngestCost> => {
    Object.assign(meter, { s3: new Map(), readUnits: 0, writeUnits: 0 })
    await ingestProfile(deps, { ...push, at, body: bytes }, at)
    const requests = [...meter.s3].map(([operation, n]) => `${operation} ${n}`).join(', ')
    return {
      step,
      s3: requests === '' ? 'none' : requests,
      readUnits: meter.readUnits,
      writeUnits: meter.writeUnits,
    }
  }
  return [
    await measure('first profile of a service, all signatures new', now, body),
    await measure('next profile, warm, all signatures known', now + MINUTE, body),
    await measure('the same bytes again', now + MINUTE, body),
    await measure('other bytes in a taken slot', now + MINUTE + 15_000, other),
  ]
}

async function meteredDeps(
  dynamoUrl: string,
  s3: { url: string; credentials: { accessKeyId: string; secretAccessKey: string } },
  meter: Meter,
) {
  const common = { region: 'us-east-1', credentials: s3.credentials }
  const table = new DynamoDBClient({ ...common, endpoint: dynamoUrl })
  const bucket = new S3Client({ ...common, endpoint: s3.url })
  table.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
        const units = unitsOf((result.output as { ConsumedCapacity?: Capacity }).ConsumedCapacity)
        if (WRITES.has(commandName.replace('Command', ''))) meter.writeUnits += units
        else meter.readUnits += units
        return result
      },
    { step: 'initialize' },
  )
  bucket.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const operation = commandName.replace('Command', '')
        meter.s3.set(operation, (meter.s3.get(operation) ?? 0) + 1)
        return next(args)
      },
    { step: 'initialize' },
  )
  const env = {
    TABLE_NAME: 'bench',
    BUCKET_NAME: 'bench',
    INGEST_RESOLUTION_SECONDS: '60',
    RETENTION_DAYS: '90',
  }
  const now = () => Date.now()
  const queue = { send: async () => Promise.reject(new Error('nothing fails here')) }
  return assemble(
    env,
    { now, indexQueue: queue },
    dynamoRows(table, 'bench', now),
    s3ProfileStore(bucket, 'bench', bucket),
  )
}

type Capacity = { CapacityUnits?: number } | readonly { CapacityUnits?: number }[] | undefined

const unitsOf = (capacity: Capacity): number =>
  [capacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
