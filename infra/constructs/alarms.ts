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
  /** Rings at this value, or above. */
  readonly from?: number
  /** Rings below this value, and where there is none. */
  readonly below?: number
  /** How many periods in a row; 1. */
  readonly periods?: number
}

const PERIOD = Duration.minutes(5)

/** What a person has to look at, and the topic that tells. */
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
    says: 'The API answered five requests or more with 5xx in five minutes.',
    metric: http.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
    from: 5,
  },
  {
    name: 'api-slow',
    says: 'One request in a hundred took five seconds or more, for a quarter of an hour.',
    metric: http.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
    from: 5_000,
    periods: 3,
  },
]

const ofQueues = ({ queues }: AlarmsProps): Row[] =>
  Object.entries(queues).flatMap(([name, { queue, deadLetters }]) => [
    {
      name: `${name}-dead-letters`,
      says: `A message of the queue ${name} failed as often as it may.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      from: 1,
    },
    {
      name: `${name}-late`,
      says: `A message of the queue ${name} has waited for an hour.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: Stats.MAXIMUM }),
      from: 3_600,
    },
  ])

const ofFunctions = ({ functions }: AlarmsProps): Row[] => [
  ...Object.entries(functions).map(([name, one]) => ({
    name: `${name}-errors`,
    says: `The function ${name} ended without an answer in five minutes: ${name === 'report' ? 'once' : 'three times'} or more.`,
    metric: one.metricErrors({ period: PERIOD, statistic: Stats.SUM }),
    // Lambda tries the one run of a day again after one minute and two more.
    from: name === 'report' ? 1 : 3,
  })),
  {
    name: 'plan-trends-silent',
    says: 'Nothing was planned for half an hour: nothing is judged.',
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
    says: 'The judge met profiles that had waited for an hour, three quarters of an hour long.',
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
    says: `DynamoDB turned away ${kind.toLowerCase()}s for ten minutes.`,
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
