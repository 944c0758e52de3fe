import { Duration, Stack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { FunctionName } from '#functions/env.ts'
import { emitted } from './emitted.ts'
import type { WorkQueue } from './queue.ts'
import type { Storage } from './storage.ts'

export interface AlarmsProps {
  readonly http: HttpApi
  readonly storage: Storage
  readonly queues: Readonly<Record<'index' | 'judge', WorkQueue>>
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>
}

/** One alarm; its name is a heading of docs/runbook.md. */
interface Row {
  readonly name: string
  readonly says: string
  readonly metric: IMetric
  /** Alarms at this value or above. */
  readonly from?: number
  /** Alarms below this value, and if there is no value. */
  readonly below?: number
  /** How many periods in a row (default: 1). */
  readonly periods?: number
}

const PERIOD = Duration.minutes(5)

/** The alarms, and the topic that they notify. */
export class Alarms extends Construct {
  readonly topic: Topic
  readonly alarms: readonly Alarm[]

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    this.alarms = [
      ...ofApi(props),
      ...ofQueues(props),
      ...ofFunctions(props),
      ...ofVerdicts(props),
      ...ofTable(props),
    ].map((row) => this.add(row))
  }

  private add({ name, says, metric, from, below, periods = 1 }: Row): Alarm {
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${says} docs/runbook.md#${name}`,
      metric,
      threshold: from ?? below ?? 0,
      comparisonOperator:
        below === undefined
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: below === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
    return alarm
  }
}

const ofApi = ({ http }: AlarmsProps): Row[] => [
  {
    name: 'api-failures',
    says: 'The API returned 5xx at least five times in five minutes.',
    metric: http.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
    from: 5,
  },
  {
    name: 'api-slow',
    says: 'One request in a hundred took five seconds or more for 15 minutes.',
    metric: http.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
    from: 5_000,
    periods: 3,
  },
]

const ofQueues = ({ queues }: AlarmsProps): Row[] =>
  Object.entries(queues).flatMap(([name, { queue, deadLetters }]) => [
    {
      name: `${name}-dead-letters`,
      says: `The dead-letter queue of ${name} holds a message: all its retries failed.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      from: 1,
    },
    {
      name: `${name}-late`,
      says: `A message in the queue ${name} has waited for an hour.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: Stats.MAXIMUM }),
      from: 3_600,
    },
  ])

const ofFunctions = ({ functions }: AlarmsProps): Row[] => [
  ...Object.entries(functions).map(([name, one]) => ({
    name: `${name}-errors`,
    says: `The function ${name} failed at least ${name === 'report' ? 'once' : 'three times'} in five minutes.`,
    metric: one.metricErrors({ period: PERIOD, statistic: Stats.SUM }),
    // Lambda retries the daily run after one minute, and again after two more.
    from: name === 'report' ? 1 : 3,
  })),
  {
    name: 'plan-trends-silent',
    says: 'No plan ran for half an hour, so no service is judged.',
    metric: functions['plan-trends'].metricInvocations({
      period: Duration.minutes(30),
      statistic: Stats.SUM,
    }),
    below: 1,
  },
]

const ofVerdicts = ({ functions }: AlarmsProps): Row[] => [
  {
    name: 'verdicts-late',
    says: 'For 45 minutes, profiles waited for an hour or more before the judge read them.',
    metric: emitted('UnjudgedAge', functions['judge-service'], {
      period: Duration.minutes(15),
      statistic: Stats.MAXIMUM,
    }),
    from: 3_600,
    periods: 3,
  },
]

const ofTable = ({ storage: { table } }: AlarmsProps): Row[] =>
  (['Read', 'Write'] as const).map((kind) => ({
    name: `table-${kind.toLowerCase()}s-throttled`,
    says: `DynamoDB throttled ${kind.toLowerCase()}s for ten minutes.`,
    metric: new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: `${kind}ThrottleEvents`,
      dimensionsMap: { TableName: table.tableName },
      period: PERIOD,
      statistic: Stats.SUM,
    }),
    from: 1,
    periods: 2,
  }))
