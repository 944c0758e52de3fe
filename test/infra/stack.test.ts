import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { PATH_TOKEN_PATH, PUSH_PATHS } from '#functions/push-paths.ts'
import { STAGES, stageNamed, type Throttle } from '#infra/stages.ts'
import { TABLE } from '#shared/store/table.ts'
import { templateOf } from './template.ts'

const stages = { dev: templateOf('dev'), prod: templateOf('prod') }
const { prod, dev } = stages

test('judge and reconcile-day, which ask themselves for more, may do so as often as they need, and nobody else', () => {
  const functions = Object.values(prod.template.findResources('AWS::Lambda::Function'))
  const allowed = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow')
  const queues = allowed.map(({ Properties: { Environment } }) =>
    ['JUDGE_QUEUE_URL', 'RECONCILE_QUEUE_URL'].filter((name) => name in Environment.Variables),
  )
  expect(queues.flat().toSorted()).toEqual(['JUDGE_QUEUE_URL', 'RECONCILE_QUEUE_URL'])
})

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
      target: prod.text(FunctionName).replace(/:live$/, ''),
    }))

  test('has one function behind it, which fails by message', () => {
    expect(mappings).toMatchObject([
      {
        queue: 'Reconcile/Queue',
        target: 'Jobs/reconcile-day-live',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
      {
        queue: 'Index/Queue',
        target: 'Jobs/index-upload-live',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
      {
        queue: 'Judge/Queue',
        target: 'Jobs/judge-service-live',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ])
  })

  test('hides a message six times as long as its function may run', () => {
    for (const { queue, target } of mappings) {
      const { Timeout } = prod.propertiesOf<{ Timeout: number }>(target.replace(/-live$/, ''))
      expect(prod.propertiesOf<Queue>(queue).VisibilityTimeout).toBe(Timeout * 6)
    }
  })

  test('gives up into dead letters that are kept for two weeks', () => {
    for (const name of ['Index', 'Judge', 'Reconcile']) {
      const { deadLetterTargetArn, maxReceiveCount } = prod.propertiesOf<Queue>(`${name}/Queue`).RedrivePolicy
      expect(prod.text(deadLetterTargetArn)).toBe(`${name}/DeadLetters`)
      expect(maxReceiveCount).toBeGreaterThan(1)
      expect(prod.propertiesOf(`${name}/DeadLetters`)).toMatchObject({ MessageRetentionPeriod: 1_209_600 })
    }
  })
})

describe('what runs', () => {
  const pushKeys = [...Object.values(PUSH_PATHS).flat(), PATH_TOKEN_PATH].map((path) => `ANY ${path}`)
  const limitsOf = ({ perSecond, burst }: Throttle) => ({
    ThrottlingRateLimit: perSecond,
    ThrottlingBurstLimit: burst,
  })
  interface Route {
    readonly RouteKey: string
    readonly Target: { readonly 'Fn::Join': [string, [string, { readonly Ref: string }]] }
  }
  /** Route → the alias that it calls. */
  const routes = prod.namesOf('AWS::ApiGatewayV2::Route').map((name) => {
    const { RouteKey, Target } = prod.propertiesOf<Route>(name)
    const { IntegrationUri } = prod.propertiesOf<{ IntegrationUri: unknown }>(
      prod.text(Target['Fn::Join'][1][1]),
    )
    return [RouteKey, prod.text(IntegrationUri)] as const
  })

  test('is Node 24 on ARM', () => {
    prod.template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    })
  })

  test('takes every path of a push by ingest, and all others by api, on the default stage', () => {
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
    })
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
    expect(Object.fromEntries(routes)).toEqual({
      $default: 'Api/api-live',
      ...Object.fromEntries(pushKeys.map((key) => [key, 'Api/ingest-live'])),
    })
  })

  test.each(['dev', 'prod'] as const)(
    'has in %s a throttle for each route of a push, beside that of all others',
    (name) => {
      interface Limits {
        readonly ThrottlingRateLimit: number
        readonly ThrottlingBurstLimit: number
      }
      const { DefaultRouteSettings, RouteSettings } = stages[name].propertiesOf<{
        DefaultRouteSettings: Limits
        RouteSettings: Record<string, Limits>
      }>('Api/Stage')
      const { requests, pushes } = STAGES[name]
      expect(DefaultRouteSettings).toEqual(limitsOf(requests))
      expect(RouteSettings).toEqual(Object.fromEntries(pushKeys.map((key) => [key, limitsOf(pushes)])))
    },
  )

  test('has in prod runs set aside for pushes, and leaves reads fewer', () => {
    const reserved = (stage: typeof prod, name: string) =>
      stage.propertiesOf<{ ReservedConcurrentExecutions?: number }>(name).ReservedConcurrentExecutions
    const { ingest, api } = STAGES.prod.concurrency
    expect([reserved(prod, 'Api/ingest'), reserved(prod, 'Api/api')]).toEqual([ingest, api])
    expect([reserved(dev, 'Api/ingest'), reserved(dev, 'Api/api')]).toEqual([undefined, undefined])
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
      ['rate(10 minutes)', 'Jobs/plan-trends-live'],
      ['cron(10 * * * ? *)', 'Jobs/reconcile-live'],
      ['cron(30 1 * * ? *)', 'Jobs/report-live'],
      ['rate(10 minutes)', 'Jobs/watch-live'],
    ])
  })

  test('forgets its logs in time', () => {
    prod.template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
    dev.template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 })
    expect(prod.namesOf('AWS::Logs::LogGroup')).toHaveLength(10)
  })

  test('logs of a request its route, and neither path, query nor headers', () => {
    const { Format } = prod.propertiesOf<{ AccessLogSettings: { Format: string } }>(
      'Api/Stage',
    ).AccessLogSettings
    expect(Object.keys(JSON.parse(Format))).toEqual(expect.arrayContaining(['requestId', 'route']))
    expect(Format).not.toMatch(/query|header|authori|context\.path/i)
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
      'ReconcileQueueName',
      'TableName',
    ].toSorted(),
  )
})

test('a stage that is none is refused by the names of those there are', () => {
  expect(Object.keys(STAGES).map(stageNamed)).toEqual(['dev', 'prod'])
  expect(() => stageNamed('toString')).toThrow('there is no stage toString; there are dev, prod')
})
