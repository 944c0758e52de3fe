import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { directory } from '#shared/store/directory.ts'
import { type JobPositions, jobPositions } from '#shared/store/job-position.ts'
import { layouts } from '#shared/store/layout.ts'
import { type News, news } from '#shared/store/news.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import { restingRows } from '#shared/store/resting-rows.dynamo.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { socketIndex } from '#shared/store/socket-index.ts'
import { uploadStore } from '#shared/store/upload-store.ts'
import { assemble, type Deps, type Rim, type Stores } from './deps.ts'
import type { Env, EnvOf } from './env.ts'

/** The one place that builds clients of tables and buckets; their endpoints and credentials come from the environment. */
export function createDeps<Given extends Pick<Rim, 'now'>>(env: Env, rim: Given): Stores & Given {
  const rows = dynamoRows(new DynamoDBClient({}), env.TABLE_NAME, rim.now)
  const presigner = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
  return assemble(env, rim, rows, s3ProfileStore(new S3Client({}), env.BUCKET_NAME, presigner))
}

/**
 * The same for the function that takes profiles in: none of its requests waits for long, so that what the table does not
 * answer still gets into the bucket and the queue before API Gateway gives up (29 s).
 */
export function createIngestDeps<Given extends Pick<Rim, 'now'>>(env: Env, rim: Given): Stores & Given {
  const table = dynamoRows(new DynamoDBClient(within(TABLE_ANSWERS)), env.TABLE_NAME, rim.now)
  const bucket = new S3Client(within(BUCKET_ANSWERS))
  const presigner = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
  const profiles = s3ProfileStore(bucket, env.BUCKET_NAME, presigner)
  return assemble(env, rim, restingRows(table, rim.now), profiles)
}

/** Milliseconds for one try of three. DynamoDB answers a request of one row within 20, S3 takes 4.5 MB within a second. */
const TABLE_ANSWERS = 1_500
const BUCKET_ANSWERS = 5_000

/** Limits one try; without them the SDK waits for an answer without end. */
const within = (requestTimeout: number) => ({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true },
})

/** What the plan of what to judge reads and writes. */
export function createPlanDeps(
  env: EnvOf<'plan-trends'>,
  now: () => number,
): { news: News; jobs: JobPositions } {
  const rows = dynamoRows(new DynamoDBClient({}), env.TABLE_NAME, now)
  return { news: news(rows), jobs: jobPositions(rows) }
}

/** What comparing the bucket with the index reads and writes. */
export function createReconcileDeps(
  env: EnvOf<'reconcile'>,
  now: () => number,
): Pick<Deps, 'profiles' | 'snapshots' | 'sockets' | 'directory' | 'jobs' | 'uploads'> {
  const rows = dynamoRows(new DynamoDBClient({}), env.TABLE_NAME, now)
  const client = new S3Client({})
  return {
    profiles: s3ProfileStore(client, env.BUCKET_NAME, client),
    snapshots: snapshotIndex(rows, layouts(rows, now)),
    sockets: socketIndex(rows),
    // It makes no row: how long one would live does not matter.
    directory: directory(rows, 0),
    jobs: jobPositions(rows),
    uploads: uploadStore(rows),
  }
}
