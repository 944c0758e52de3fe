import { Duration } from 'aws-cdk-lib'
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { FunctionName } from '#functions/env.ts'
import { emitted } from '../constructs/emitted.ts'
import type { WorkQueue } from '../constructs/queue.ts'
import { PERIOD, percent, type Row } from './row.ts'

export interface WatchedWork {
  readonly tableName: string
  readonly queues: Readonly<Record<'index' | 'judge' | 'reconcile', WorkQueue>>
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>
}

/** Percent of the profiles of the same hour yesterday. */
const FALLEN = 70
/** Percent of notices. */
const UNDELIVERED = 10
/** Percent of requests of the table. */
const THROTTLED = 1

/** Alarms on what waits, what comes in, and what is told. */
export const ofWork = (watched: WatchedWork): Row[] => [
  ...ofQueues(watched),
  ...ofProfiles(watched),
  ...ofTable(watched),
]

const ofQueues = ({ queues }: WatchedWork): Row[] =>
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

function ofProfiles({ functions }: WatchedWork): Row[] {
  const { ingest, watch, 'judge-service': judge } = functions
  const hour = { period: Duration.hours(1), statistic: Stats.SUM }
  const failed = emitted('NoticesFailed', judge, hour)
  return [
    {
      name: 'profiles-falling',
      says: `Under ${FALLEN} % of the profiles of the same hour yesterday were stored.`,
      metric: emitted('StoredAgainstYesterday', watch, {
        period: Duration.minutes(10),
        statistic: Stats.MAXIMUM,
      }),
      below: FALLEN,
      // A stack that was empty yesterday has nothing to be compared with; watch-silent rings where nobody compares.
      ringsOnSilence: false,
      periods: 3,
      of: 2,
    },
    {
      name: 'tokens-trusted',
      says: 'Pushes were let in by tokens that the table could not confirm.',
      metric: emitted('TokensTrusted', ingest, { period: PERIOD, statistic: Stats.SUM }),
      from: 1,
    },
    {
      name: 'verdicts-late',
      // A service that stands still is judged once an hour.
      says: 'For 45 minutes, profiles waited for two hours or more before the judge read them.',
      metric: emitted('UnjudgedAge', judge, { period: Duration.minutes(15), statistic: Stats.MAXIMUM }),
      from: 7_200,
      periods: 3,
    },
    {
      name: 'notices-undelivered',
      says: `${UNDELIVERED} % of the notices of an hour were not delivered.`,
      metric: percent(failed, [failed, emitted('NoticesSent', judge, hour)], hour.period),
      from: UNDELIVERED,
    },
  ]
}

const ofTable = ({ tableName }: WatchedWork): Row[] =>
  (['Read', 'Write'] as const).map((kind) => {
    const metric = (metricName: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: tableName },
        period: PERIOD,
        statistic: Stats.SUM,
      })
    const events = metric(`${kind}ThrottleEvents`)
    return {
      name: `table-${kind.toLowerCase()}s-throttled`,
      says: `DynamoDB throttled ${THROTTLED} % of ${kind.toLowerCase()}s for ten minutes.`,
      metric: percent(events, [events, metric(`Consumed${kind}CapacityUnits`)]),
      from: THROTTLED,
      periods: 2,
    }
  })
