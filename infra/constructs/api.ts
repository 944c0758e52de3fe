import type { HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { Construct } from 'constructs'
import type { Settings } from '../stages.ts'
import { addFunction, allow, type CodeOf, type Deployed } from './function.ts'
import type { WorkQueue } from './queue.ts'
import { addRoutes, type Refused } from './routes.ts'
import type { Storage } from './storage.ts'

export interface ApiProps {
  readonly settings: Settings
  readonly code: CodeOf
  readonly http: HttpApi
  readonly storage: Storage
  readonly index: WorkQueue
  readonly judge: WorkQueue
}

/**
 * The HTTP API. Profiles come in by a function of their own, with a throttle and a concurrency of its own: no flood of reads
 * takes them from it. Both functions know who may do what.
 */
export class Api extends Construct {
  readonly api: Deployed
  readonly ingest: Deployed
  /** Requests that were refused, by status. */
  readonly refused: Refused
  readonly stage: HttpStage

  constructor(scope: Construct, id: string, { settings, code, http, storage, index, judge }: ApiProps) {
    super(scope, id)
    const environment = {
      TABLE_NAME: storage.table.tableName,
      BUCKET_NAME: storage.bucket.bucketName,
      INGEST_RESOLUTION_SECONDS: String(settings.resolutionSeconds),
      RETENTION_DAYS: String(settings.retentionDays),
      INDEX_QUEUE_URL: index.queue.queueUrl,
      TOKEN_REQUESTS_PER_MINUTE: String(settings.tokenRequestsPerMinute),
    }
    this.api = addFunction(this, {
      code,
      settings,
      name: 'api',
      environment: { ...environment, JUDGE_QUEUE_URL: judge.queue.queueUrl },
      reserved: settings.concurrency?.api,
      may: [
        storage.rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
        storage.index(),
        storage.objects('GetObject', 'profiles/', 'reports/', 'sockets/'),
        storage.tellsMissing(),
        allow(['sqs:SendMessage'], index.queue.queueArn, judge.queue.queueArn),
      ],
    })
    this.ingest = addFunction(this, {
      code,
      settings,
      name: 'ingest',
      environment,
      reserved: settings.concurrency?.ingest,
      may: [
        // Queries for what came in batches.
        storage.rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
        // Whether an announced upload has arrived.
        storage.objects('GetObject', 'uploads/'),
        storage.objects('PutObject', 'profiles/', 'sockets/', 'uploads/'),
        storage.tellsMissing(),
        allow(['sqs:SendMessage'], index.queue.queueArn),
      ],
    })
    const { stage, refused } = addRoutes(this, {
      http,
      settings,
      api: this.api.live,
      ingest: this.ingest.live,
    })
    this.refused = refused
    this.stage = stage
  }
}
