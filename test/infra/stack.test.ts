import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { STAGES, stageNamed } from '#infra/stages.ts'
import { TABLE } from '#shared/store/table.ts'
import { templateOf } from './template.ts'

const stages = { dev: templateOf('dev'), prod: templateOf('prod') }
const { prod, dev } = stages

describe('the table', () => {
  test('has keys, index and time to live of shared/store/table.ts', () => {
    const key = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ]
    prod.template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: key(TABLE.partitionKey, TABLE.sortKey),
      GlobalSecondaryIndexes: [
        {
          IndexName: TABLE.index.name,
          KeySchema: key(TABLE.index.partitionKey, TABLE.index.sortKey),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    })
  })

  test('can be brought back to any second of five weeks', () => {
    for (const { template } of Object.values(stages))
      template.hasResourceProperties('AWS::DynamoDB::Table', {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      })
  })

  test('refuses to be deleted in prod and outlives the stack there', () => {
    prod.template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    })
    dev.template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    })
  })
})

describe('the bucket', () => {
  test('is private, encrypted and outlives the stack in prod', () => {
    prod.template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    })
  })

  test.each([
    ['dev', 30, []],
    ['prod', 90, [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }]],
  ] as const)(
    'of %s lets profiles go after %i days, reports after 400 and uploads after one',
    (stage, days, transitions) => {
      const Transitions = transitions.length === 0 ? Match.absent() : transitions
      stages[stage].template.hasResourceProperties('AWS::S3::Bucket', {
        LifecycleConfiguration: {
          Rules: [
            { Prefix: 'profiles/', ExpirationInDays: days, Transitions, Status: 'Enabled' },
            { Prefix: 'sockets/', ExpirationInDays: days, Status: 'Enabled' },
            { Prefix: 'reports/', ExpirationInDays: 400, Status: 'Enabled' },
            { Prefix: 'uploads/', ExpirationInDays: 1, Status: 'Enabled' },
            { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
          ].map((rule) => Match.objectLike(rule)),
        },
      })
    },
  )

  test('lets the page put uploads, and no other page anything', () => {
    interface Bucket {
      CorsConfiguration: { CorsRules: { AllowedOrigins: unknown[] }[] }
    }
    const { CorsRules } = prod.propertiesOf<Bucket>('Storage/Bucket').CorsConfiguration
    expect(CorsRules).toMatchObject([{ AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'] }])
    expect(CorsRules[0]?.AllowedOrigins.map(prod.text)).toEqual(['Http.ApiEndpoint'])
  })

  test('tells the queue of uploads and of nothing else', () => {
    interface Bucket {
      NotificationConfiguration: { QueueConfigurations: { Queue: unknown }[] }
    }
    const { QueueConfigurations, ...others } =
      prod.propertiesOf<Bucket>('Storage/Bucket').NotificationConfiguration
    expect(others).toEqual({})
    expect(QueueConfigurations.map((one) => ({ ...one, Queue: prod.text(one.Queue) }))).toEqual([
      {
        Event: 's3:ObjectCreated:*',
        Queue: 'Index/Queue',
        Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] } },
      },
    ])
  })
})

describe('a queue', () => {
  interface Mapping {
    EventSourceArn: unknown
    FunctionName: unknown
  }
  interface Queue {
    VisibilityTimeout: number
    RedrivePolicy: { deadLetterTargetArn: unknown; maxReceiveCount: number }
  }
  const mappings = prod
    .namesOf('AWS::Lambda::EventSourceMapping')
    .map((name) => prod.propertiesOf<Mapping>(name))
    .map(({ EventSourceArn, FunctionName, ...rest }) => ({
      ...rest,
      queue: prod.text(EventSourceArn),
      target: prod.text(FunctionName),
    }))

  test('has one function behind it, which fails by message', () => {
    expect(mappings).toMatchObject([
      {
        queue: 'Index/Queue',
        target: 'Jobs/index-upload',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
      {
        queue: 'Judge/Queue',
        target: 'Jobs/judge-service',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ])
  })

  test('hides a message six times as long as its function may run', () => {
    for (const { queue, target } of mappings) {
      const { Timeout } = prod.propertiesOf<{ Timeout: number }>(target)
      expect(prod.propertiesOf<Queue>(queue).VisibilityTimeout).toBe(Timeout * 6)
    }
  })

  test('gives up into dead letters that are kept for two weeks', () => {
    for (const name of ['Index', 'Judge']) {
      const { deadLetterTargetArn, maxReceiveCount } = prod.propertiesOf<Queue>(`${name}/Queue`).RedrivePolicy
      expect(prod.text(deadLetterTargetArn)).toBe(`${name}/DeadLetters`)
      expect(maxReceiveCount).toBeGreaterThan(1)
      expect(prod.propertiesOf(`${name}/DeadLetters`)).toMatchObject({ MessageRetentionPeriod: 1_209_600 })
    }
  })
})

describe('what runs', () => {
  test('is Node 24 on ARM', () => {
    prod.template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    })
  })

  test('gets every path of the API on the default stage', () => {
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default' })
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
    })
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
  })

  test('runs the plan every ten minutes, as wide as a bucket of news, the repair until it is done, the report once a day', () => {
    interface Schedule {
      ScheduleExpression: string
      Target: { Arn: unknown }
    }
    const schedules = prod
      .namesOf('AWS::Scheduler::Schedule')
      .map((name) => prod.propertiesOf<Schedule>(name))
      .map(({ ScheduleExpression, Target }) => [ScheduleExpression, prod.text(Target.Arn)])
    expect(schedules).toEqual([
      ['rate(10 minutes)', 'Jobs/plan-trends'],
      ['cron(10 * * * ? *)', 'Jobs/reconcile'],
      ['cron(30 1 * * ? *)', 'Jobs/report'],
    ])
  })

  test('forgets its logs in time', () => {
    prod.template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
    dev.template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 })
    expect(prod.namesOf('AWS::Logs::LogGroup')).toHaveLength(7)
  })

  test('logs of a request neither query nor headers', () => {
    const { Format } = prod.propertiesOf<{ AccessLogSettings: { Format: string } }>(
      'Api/Stage',
    ).AccessLogSettings
    expect(Object.keys(JSON.parse(Format))).toContain('requestId')
    expect(Format).not.toMatch(/query|header|authori/i)
  })
})

test('a stack says where its parts are', () => {
  expect(Object.keys(prod.template.findOutputs('*')).toSorted()).toEqual(
    [
      'AlarmTopic',
      'ApiUrl',
      'BucketName',
      'IndexQueueName',
      'JudgeQueueName',
      'NoticeTopic',
      'TableName',
    ].toSorted(),
  )
})

test('a stage that is none is refused by the names of those there are', () => {
  expect(Object.keys(STAGES).map(stageNamed)).toEqual(['dev', 'prod'])
  expect(() => stageNamed('toString')).toThrow('there is no stage toString; there are dev, prod')
})
