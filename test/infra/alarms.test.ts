import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ALARM_METRICS } from '#bench/cost/model.ts'
import { METRICS, NAMESPACE } from '#functions/meter.emf.ts'
import { templateOf } from './template.ts'

interface Alarm {
  readonly AlarmName: string
  readonly AlarmDescription: string
  readonly AlarmActions: readonly unknown[]
  readonly OKActions: readonly unknown[]
  readonly TreatMissingData: string
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Metric } }[]
}
interface Metric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[]
}

const { namesOf, propertiesOf, text } = templateOf('prod')
const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
const alarms = namesOf('AWS::CloudWatch::Alarm').map((name) => propertiesOf<Alarm & Metric>(name))

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

/** Sections of the runbook by their alarm. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
)

test.each(alarms.map(({ AlarmName }) => AlarmName.replace('tidemark-prod-', '')))(
  'the section of %s says what it means, how to find whom it concerns, and what to do',
  (name) => {
    const section = sections.get(name) ?? ''
    for (const part of ['Meaning', 'Find', 'Fix']) expect(section).toContain(`**${part}:**`)
    const [, find = ''] = section.split('**Find:**')
    // A query of Logs Insights, or a call that names tenant and service.
    expect(find).toMatch(/`[^`]*\b(?:filter|stats|sort) |`aws [^`]+`/)
  },
)

/** Metrics that AWS and the functions emit, and what their dimension is called: documentation of each service. */
const EMITTED: Readonly<
  Record<string, { readonly dimension?: string; readonly metrics: readonly string[] }>
> = {
  'AWS/ApiGateway': { dimension: 'ApiId', metrics: ['Count', '4xx', '5xx', 'Latency'] },
  'AWS/SQS': {
    dimension: 'QueueName',
    metrics: ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
  },
  'AWS/Lambda': {
    dimension: 'FunctionName',
    metrics: ['Errors', 'Invocations', 'Throttles', 'ConcurrentExecutions'],
  },
  'AWS/DynamoDB': {
    dimension: 'TableName',
    metrics: [
      'ReadThrottleEvents',
      'WriteThrottleEvents',
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
    ],
  },
  [NAMESPACE]: { dimension: 'FunctionName', metrics: Object.keys(METRICS) },
  // Of the filters of the access log.
  'Tidemark/tidemark-prod': { metrics: ['Status401', 'Status429'] },
}

/** What an alarm reads: one metric, or those of its metric math. */
const metricsOf = ({ Metrics, ...alone }: Alarm & Metric): readonly Metric[] =>
  Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [alone]

/** The part of the stack that a metric is of; a queue's name is an attribute of it, the others' are their reference. */
const partsOf = ({ Dimensions = [] }: Metric): string[] =>
  Dimensions.map(({ Value }) => text(Value).replace(/\.QueueName$/, ''))

test('every metric of an alarm is one that is emitted for a part of this stack', () => {
  const parts = new Set(
    ['ApiGatewayV2::Api', 'SQS::Queue', 'Lambda::Function', 'DynamoDB::Table'].flatMap((type) =>
      namesOf(`AWS::${type}`),
    ),
  )
  for (const metric of alarms.flatMap(metricsOf)) {
    const emitted = EMITTED[metric.Namespace]
    expect(emitted?.metrics).toContain(metric.MetricName)
    expect(metric.Dimensions?.map(({ Name }) => Name)).toEqual(
      emitted?.dimension === undefined ? undefined : [emitted.dimension],
    )
    for (const part of partsOf(metric)) expect(parts).toContain(part)
  }
})

test('the bill counts as many metrics as the alarms read', () => {
  expect(alarms.flatMap(metricsOf)).toHaveLength(ALARM_METRICS)
})

test('every function, queue and queue of dead letters is watched', () => {
  const watched = new Set(alarms.flatMap(metricsOf).flatMap(partsOf))
  for (const part of [...namesOf('AWS::Lambda::Function'), ...namesOf('AWS::SQS::Queue')])
    expect(watched).toContain(part)
})

test('every job that runs on schedule rings where it does not run, and what says nothing is silence', () => {
  const jobs = namesOf('AWS::Scheduler::Schedule').map((name) =>
    name.replace(/^Jobs\/(.*)-schedule$/, 'tidemark-prod-$1-silent'),
  )
  const silent = alarms.filter(({ AlarmName }) => AlarmName.endsWith('-silent'))
  expect(silent.map(({ AlarmName }) => AlarmName).toSorted()).toEqual(jobs.toSorted())
  for (const { TreatMissingData } of silent) expect(TreatMissingData).toBe('breaching')
})
