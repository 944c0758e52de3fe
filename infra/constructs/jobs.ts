import { Stack } from 'aws-cdk-lib'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { FunctionName } from '#functions/env.ts'
import type { Settings } from '../stages.ts'
import { accept } from './accept.ts'
import { addFunction, allow, type CodeOf, type Deployed } from './function.ts'
import type { WorkQueue } from './queue.ts'
import type { Storage } from './storage.ts'

/** When what runs. A row, and its function runs on schedule. */
const SCHEDULES = {
  // News lie in buckets of ten minutes; the plan looks back over three, or to the last plan.
  'plan-trends': 'rate(10 minutes)',
  // The first run of a UTC day queues the days to be compared; all look for uploads that nothing became of.
  reconcile: 'cron(10 * * * ? *)',
  // Of yesterday in UTC, once its last hour is closed into blocks.
  report: 'cron(30 1 * * ? *)',
  watch: 'rate(10 minutes)',
} as const satisfies Partial<Record<FunctionName, string>>

type Scheduled = keyof typeof SCHEDULES

export interface JobsProps {
  readonly settings: Settings
  readonly code: CodeOf
  readonly storage: Storage
  readonly index: WorkQueue
  readonly judge: WorkQueue
  readonly days: WorkQueue
  /** Takes pushes. */
  readonly ingest: Deployed
  /** Hears of findings and reports. */
  readonly notices: Topic
  /** Where a reader of a notice finds the page. */
  readonly publicUrl: string
}

/** What runs behind queues and on schedule. */
export class Jobs extends Construct {
  readonly indexUpload: Deployed
  readonly planTrends: Deployed
  readonly judgeService: Deployed
  readonly reconcile: Deployed
  readonly reconcileDay: Deployed
  readonly report: Deployed
  readonly watch: Deployed

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id)
    const { settings, code, storage, index, judge, days, ingest, notices, publicUrl } = props
    const stores = {
      TABLE_NAME: storage.table.tableName,
      BUCKET_NAME: storage.bucket.bucketName,
      INGEST_RESOLUTION_SECONDS: String(settings.resolutionSeconds),
      RETENTION_DAYS: String(settings.retentionDays),
    }
    const telling = { NOTICE_TOPIC_ARN: notices.topicArn, PUBLIC_URL: publicUrl }
    const tells = allow(['sns:Publish'], notices.topicArn)
    this.indexUpload = addFunction(this, {
      name: 'index-upload',
      code,
      settings,
      environment: stores,
      may: [
        storage.rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
        storage.objects('GetObject', 'profiles/', 'sockets/', 'uploads/'),
        storage.objects('PutObject', 'profiles/'),
        storage.objects('DeleteObject', 'uploads/'),
        storage.tellsMissing(),
        receives(index),
      ],
    })
    this.judgeService = addFunction(this, {
      name: 'judge-service',
      code,
      settings,
      environment: { ...stores, ...telling, JUDGE_QUEUE_URL: judge.queue.queueUrl },
      asksItself: true,
      may: [
        storage.rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
        // Socket tables for the verdict; a profile for the lines of source in an issue.
        storage.objects('GetObject', 'profiles/', 'sockets/'),
        storage.tellsMissing(),
        receives(judge),
        // A run whose time is over asks for the next one.
        allow(['sqs:SendMessage'], judge.queue.queueArn),
        tells,
      ],
    })
    this.planTrends = addFunction(this, {
      name: 'plan-trends',
      code,
      settings,
      environment: { TABLE_NAME: storage.table.tableName, JUDGE_QUEUE_URL: judge.queue.queueUrl },
      may: [storage.rows('GetItem', 'Query', 'PutItem'), allow(['sqs:SendMessage'], judge.queue.queueArn)],
    })
    const compares = {
      TABLE_NAME: storage.table.tableName,
      BUCKET_NAME: storage.bucket.bucketName,
      INDEX_QUEUE_URL: index.queue.queueUrl,
      RECONCILE_QUEUE_URL: days.queue.queueUrl,
    }
    this.reconcile = addFunction(this, {
      name: 'reconcile',
      code,
      settings,
      environment: compares,
      may: [
        storage.rows('GetItem', 'PutItem'),
        storage.lists(),
        allow(['sqs:SendMessage'], index.queue.queueArn, days.queue.queueArn),
      ],
    })
    this.reconcileDay = addFunction(this, {
      name: 'reconcile-day',
      code,
      settings,
      environment: compares,
      asksItself: true,
      may: [
        storage.rows('GetItem', 'BatchGetItem', 'Query'),
        storage.lists(),
        // A batch of several services that the index lacks says only in itself which they are.
        storage.objects('GetObject', 'profiles/'),
        receives(days),
        allow(['sqs:SendMessage'], index.queue.queueArn, days.queue.queueArn),
      ],
    })
    this.report = addFunction(this, {
      name: 'report',
      code,
      settings,
      environment: { ...stores, ...telling },
      may: [
        storage.rows('GetItem', 'Query', 'PutItem', 'UpdateItem'),
        storage.objects('GetObject', 'reports/'),
        storage.objects('PutObject', 'reports/'),
        storage.tellsMissing(),
        tells,
      ],
    })
    const takers = [ingest, this.indexUpload].map(({ lambda }) => lambda.functionName)
    this.watch = addFunction(this, {
      name: 'watch',
      code,
      settings,
      environment: { TAKERS: takers.join(',') },
      // Metrics have no names that a role could be limited to (Service Authorization Reference, CloudWatch).
      may: [allow(['cloudwatch:GetMetricData'], '*')],
    })
    accept(this, {
      'AwsSolutions-IAM5[Resource::*]': 'It reads counts; a role cannot be limited to some metrics.',
    })
    this.behind(index, 'index', this.indexUpload, settings.indexers, 5)
    // One service has all of a run's time.
    this.behind(judge, 'judge', this.judgeService, settings.judges, 1)
    this.behind(days, 'days', this.reconcileDay, settings.reconcilers, 1)
    const scheduled: Readonly<Record<Scheduled, Deployed>> = {
      'plan-trends': this.planTrends,
      reconcile: this.reconcile,
      report: this.report,
      watch: this.watch,
    }
    for (const [name, rate] of Object.entries(SCHEDULES))
      this.onSchedule(name, scheduled[name as Scheduled], rate)
  }

  /** Messages that fail come again; the others of the batch are done. */
  private behind(
    { queue }: WorkQueue,
    name: string,
    { live: target }: Deployed,
    maxConcurrency: number,
    batchSize: number,
  ): void {
    new EventSourceMapping(this, `${name}-messages`, {
      target,
      eventSourceArn: queue.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    })
  }

  private onSchedule(name: string, { live: { functionArn } }: Deployed, scheduleExpression: string): void {
    const role = new Role(this, `${name}-schedule-role`, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        access: new PolicyDocument({ statements: [allow(['lambda:InvokeFunction'], functionArn)] }),
      },
    })
    new CfnSchedule(this, `${name}-schedule`, {
      scheduleExpression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        // The next round asks again.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
      },
    })
  }
}

/** What Lambda's poller does in the name of the function (Lambda developer guide, SQS permissions). */
const receives = ({ queue }: WorkQueue) =>
  allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn)
