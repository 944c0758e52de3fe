import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { METRICS, NAMESPACE } from '#functions/meter.emf.ts'
import { templateOf } from './template.ts'

interface Alarm {
  readonly AlarmName: string
  readonly AlarmDescription: string
  readonly AlarmActions: readonly unknown[]
  readonly OKActions: readonly unknown[]
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[]
}

const { namesOf, propertiesOf, text } = templateOf('prod')
const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
const alarms = namesOf('AWS::CloudWatch::Alarm').map((name) => propertiesOf<Alarm>(name))

describe('every alarm', () => {
  test('has its heading in docs/runbook.md, and every heading its alarm', () => {
    const headings = [...runbook.matchAll(/^## ([a-z-]+)$/gm)].map(
      ([, heading]) => `tidemark-prod-${heading}`,
    )
    expect(headings.toSorted()).toEqual(alarms.map(({ AlarmName }) => AlarmName).toSorted())
  })

  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm]))(
    '%s tells the topic when it rings and when it ends',
    (name, alarm) => {
      expect(alarm.AlarmActions.map(text)).toEqual(['Alarms/Topic'])
      expect(alarm.OKActions.map(text)).toEqual(['Alarms/Topic'])
      expect(alarm.AlarmDescription).toMatch(
        new RegExp(`docs/runbook.md#${name.replace('tidemark-prod-', '')}$`),
      )
    },
  )
})

/** Metrics that AWS and the functions emit, and what their dimension is called: documentation of each service. */
const EMITTED: Readonly<Record<string, { readonly dimension: string; readonly metrics: readonly string[] }>> =
  {
    'AWS/ApiGateway': { dimension: 'ApiId', metrics: ['5xx', 'Latency'] },
    'AWS/SQS': {
      dimension: 'QueueName',
      metrics: ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
    },
    'AWS/Lambda': { dimension: 'FunctionName', metrics: ['Errors', 'Invocations'] },
    'AWS/DynamoDB': { dimension: 'TableName', metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'] },
    [NAMESPACE]: { dimension: 'FunctionName', metrics: Object.keys(METRICS) },
  }

/** The part of the stack that an alarm watches; a queue's name is an attribute of it, the others' are their reference. */
const watchedBy = ({ Dimensions }: Alarm): string[] =>
  Dimensions.map(({ Value }) => text(Value).replace(/\.QueueName$/, ''))

test('every metric of an alarm is one that is emitted for a part of this stack', () => {
  const parts = new Set(
    ['ApiGatewayV2::Api', 'SQS::Queue', 'Lambda::Function', 'DynamoDB::Table'].flatMap((type) =>
      namesOf(`AWS::${type}`),
    ),
  )
  for (const alarm of alarms) {
    const emitted = EMITTED[alarm.Namespace]
    expect(emitted?.metrics).toContain(alarm.MetricName)
    expect(alarm.Dimensions.map(({ Name }) => Name)).toEqual([emitted?.dimension])
    for (const part of watchedBy(alarm)) expect(parts).toContain(part)
  }
})

test('every function, queue and queue of dead letters is watched', () => {
  const watched = new Set(alarms.flatMap(watchedBy))
  for (const part of [...namesOf('AWS::Lambda::Function'), ...namesOf('AWS::SQS::Queue')])
    expect(watched).toContain(part)
})
