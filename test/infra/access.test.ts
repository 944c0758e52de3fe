import { expect, test } from 'vitest'
import { ENV } from '#functions/env.ts'
import { templateOf } from './template.ts'

const { namesOf, propertiesOf, text } = templateOf('prod')

interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: unknown
  readonly Principal?: { readonly Service: string }
  readonly Condition?: unknown
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] }
}
interface Role {
  readonly Policies: readonly Policy[]
  readonly ManagedPolicyArns?: unknown
}

const list = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? value : [value as Item]

/** What a role may do: action → resources. */
function accessOf(role: string): Record<string, string[]> {
  const { Policies, ManagedPolicyArns } = propertiesOf<Role>(role)
  expect(ManagedPolicyArns).toBeUndefined()
  const allowed: Record<string, string[]> = {}
  for (const { Effect, Action, Resource } of Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  )) {
    expect(Effect).toBe('Allow')
    for (const action of list(Action))
      allowed[action] = [...(allowed[action] ?? []), ...list(Resource).map(text)].toSorted()
  }
  return allowed
}

const INDEX = 'Storage/Table/index/gsi1'
const objects = (...prefixes: string[]): string[] => prefixes.map((prefix) => `Storage/Bucket/${prefix}/*`)
const log = (group: string) => ({ 'logs:CreateLogStream': [group], 'logs:PutLogEvents': [group] })
const receive = (queue: string) => ({
  'sqs:ReceiveMessage': [queue],
  'sqs:DeleteMessage': [queue],
  'sqs:GetQueueAttributes': [queue],
})
const rows = (...actions: string[]) =>
  Object.fromEntries(actions.map((action) => [`dynamodb:${action}`, ['Storage/Table']]))

/** Functions whose aliases a release moves step by step. */
const RELEASED = ['Api/api', 'Api/ingest', 'Jobs/index-upload', 'Jobs/judge-service'].flatMap((name) => [
  name,
  `${name}:live`,
])

const ACCESS = {
  'Api/api-role': {
    ...log('Api/api-log'),
    ...rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
    'dynamodb:Query': ['Storage/Table', INDEX],
    's3:GetObject': objects('profiles', 'reports', 'sockets'),
    's3:ListBucket': ['Storage/Bucket'],
    'sqs:SendMessage': ['Index/Queue', 'Judge/Queue'],
  },
  'Api/ingest-role': {
    ...log('Api/ingest-log'),
    ...rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    's3:GetObject': objects('uploads'),
    's3:PutObject': objects('profiles', 'sockets', 'uploads'),
    's3:ListBucket': ['Storage/Bucket'],
    'sqs:SendMessage': ['Index/Queue'],
  },
  'Jobs/index-upload-role': {
    ...log('Jobs/index-upload-log'),
    ...receive('Index/Queue'),
    ...rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    's3:GetObject': objects('profiles', 'sockets', 'uploads'),
    's3:PutObject': objects('profiles'),
    's3:DeleteObject': objects('uploads'),
    's3:ListBucket': ['Storage/Bucket'],
  },
  'Jobs/judge-service-role': {
    ...log('Jobs/judge-service-log'),
    ...receive('Judge/Queue'),
    ...rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
    's3:GetObject': objects('profiles', 'sockets'),
    's3:ListBucket': ['Storage/Bucket'],
    'sqs:SendMessage': ['Judge/Queue'],
    'sns:Publish': ['Notices'],
  },
  'Jobs/plan-trends-role': {
    ...log('Jobs/plan-trends-log'),
    ...rows('GetItem', 'Query', 'PutItem'),
    'sqs:SendMessage': ['Judge/Queue'],
  },
  'Jobs/reconcile-role': {
    ...log('Jobs/reconcile-log'),
    ...rows('GetItem', 'PutItem'),
    's3:ListBucket': ['Storage/Bucket'],
    'sqs:SendMessage': ['Index/Queue', 'Reconcile/Queue'],
  },
  'Jobs/reconcile-day-role': {
    ...log('Jobs/reconcile-day-log'),
    ...receive('Reconcile/Queue'),
    ...rows('GetItem', 'BatchGetItem', 'Query'),
    's3:GetObject': objects('profiles'),
    's3:ListBucket': ['Storage/Bucket'],
    'sqs:SendMessage': ['Index/Queue', 'Reconcile/Queue'],
  },
  'Jobs/report-role': {
    ...log('Jobs/report-log'),
    ...rows('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    's3:GetObject': objects('reports'),
    's3:PutObject': objects('reports'),
    's3:ListBucket': ['Storage/Bucket'],
    'sns:Publish': ['Notices'],
  },
  'Jobs/watch-role': { ...log('Jobs/watch-log'), 'cloudwatch:GetMetricData': ['*'] },
  'Canary/Role': {
    'lambda:GetAlias': RELEASED,
    'lambda:UpdateAlias': RELEASED,
    'cloudwatch:DescribeAlarms': ['*'],
  },
  'Jobs/plan-trends-schedule-role': { 'lambda:InvokeFunction': ['Jobs/plan-trends-live'] },
  'Jobs/reconcile-schedule-role': { 'lambda:InvokeFunction': ['Jobs/reconcile-live'] },
  'Jobs/report-schedule-role': { 'lambda:InvokeFunction': ['Jobs/report-live'] },
  'Jobs/watch-schedule-role': { 'lambda:InvokeFunction': ['Jobs/watch-live'] },
}

test.each(Object.entries(ACCESS))('%s may do this and nothing else', (role, access) => {
  expect(accessOf(role)).toEqual(access)
})

test('there are no other roles and no policies beside them', () => {
  expect(namesOf('AWS::IAM::Role')).toEqual(Object.keys(ACCESS).toSorted())
  expect([...namesOf('AWS::IAM::Policy'), ...namesOf('AWS::IAM::ManagedPolicy')]).toEqual([])
})

test('there are no other functions: nothing of the CDK runs in the account', () => {
  const names = namesOf('AWS::Lambda::Function').map((name) => name.split('/').at(-1))
  expect(names.toSorted()).toEqual(Object.keys(ENV).toSorted())
})

/** Which services of AWS may do what, beside the roles above. */
const GRANTED = {
  'Alarms/Topic/Policy': [['cloudwatch.amazonaws.com', 'sns:Publish', 'Alarms/Topic']],
  'Index/DeadLetters/Policy': [],
  'Index/Queue/Policy': [['s3.amazonaws.com', 'sqs:SendMessage', 'Index/Queue']],
  'Judge/DeadLetters/Policy': [],
  'Judge/Queue/Policy': [],
  'Notices/Policy': [],
  'Reconcile/DeadLetters/Policy': [],
  'Reconcile/Queue/Policy': [],
  'Storage/Bucket/Policy': [],
}

test.each(Object.entries(GRANTED))(
  '%s lets these services in, for this account, and nobody without TLS',
  (name, granted) => {
    const { Statement } = propertiesOf<Policy>(name).PolicyDocument
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow')
    expect(
      allowed.map(({ Principal, Action, Resource }) => [Principal?.Service, Action, text(Resource)]),
    ).toEqual(granted)
    const Condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
    for (const statement of allowed) expect(statement).toMatchObject({ Condition })
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    )
  },
)

test('every queue, topic and bucket has such a policy', () => {
  const policies = ['SQS::QueuePolicy', 'SNS::TopicPolicy', 'S3::BucketPolicy'].map((type) =>
    namesOf(`AWS::${type}`),
  )
  expect(policies.flat().toSorted()).toEqual(Object.keys(GRANTED))
})

test('the functions of the API alone may be called, by their aliases and by the gateway alone', () => {
  const called = namesOf('AWS::Lambda::Permission')
    .map((name) => propertiesOf<Record<string, unknown>>(name))
    .map(({ Principal, FunctionName, SourceArn }) => [Principal, text(FunctionName), text(SourceArn)])
  const ofGateway = 'arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:Http/*'
  // The source of the default route has two parts, that of any other three.
  expect(called.toSorted()).toEqual([
    ['apigateway.amazonaws.com', 'Api/api-live', `${ofGateway}/*`],
    ['apigateway.amazonaws.com', 'Api/ingest-live', `${ofGateway}/*/*`],
  ])
})
