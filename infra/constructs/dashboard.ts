import { Duration, Stack } from 'aws-cdk-lib'
import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Alarms, AlarmsProps } from './alarms.ts'
import { byOutcome, emitted } from './emitted.ts'
import type { Storage } from './storage.ts'

export type DashboardProps = AlarmsProps & {
  readonly alarms: Alarms
  readonly storage: Storage
}

const PERIOD = Duration.minutes(5)
const HALF = 12
/** Each service is judged once in it. */
const PLAN = Duration.minutes(10)
const FINDINGS = ['FindingsProven', 'FindingsProbable', 'FindingsSuspect', 'FindingsWatch'] as const

/** One page: what rings, what comes in, what waits, what it takes. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { http, storage, queues, functions, alarms }: DashboardProps) {
    super(scope, id)
    const summed = { period: PERIOD, statistic: Stats.SUM }
    const largest = { period: PERIOD, statistic: Stats.MAXIMUM }
    const each = Object.entries(functions)
    const { ingest, 'index-upload': indexUpload, 'judge-service': judge, watch } = functions
    const takers = { ingest, 'index-upload': indexUpload }
    const taken = (name: 'ProfileBytes' | 'NewSignatures'): IMetric[] =>
      Object.entries(takers).map(([of, one]) => emitted(name, one, { ...summed, label: `${name}, ${of}` }))
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: HALF })
    new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.alarms], width: 2 * HALF })],
        [
          graph(
            'Requests',
            [http.metricCount(summed)],
            [http.metricClientError(summed), http.metricServerError(summed)],
          ),
          graph(
            'Latency, pushes by a token that the table did not confirm',
            [Stats.p(50), Stats.p(99)].map((statistic) => http.metricLatency({ period: PERIOD, statistic })),
            [emitted('TokensTrusted', ingest, summed)],
          ),
        ],
        [
          graph(
            'Profiles by outcome',
            Object.values(takers).map((one) => byOutcome(one, summed)),
          ),
          graph('Profile bytes, new signatures', taken('ProfileBytes'), taken('NewSignatures')),
        ],
        [
          graph(
            'Judge run time, age of unread profiles',
            [Stats.p(50), Stats.MAXIMUM].map((statistic) =>
              emitted('JudgeDuration', judge, { period: PERIOD, statistic }),
            ),
            [emitted('UnjudgedAge', judge, largest)],
          ),
          graph(
            'Findings of all services',
            FINDINGS.map((name) => emitted(name, judge, { period: PLAN, statistic: Stats.SUM })),
          ),
        ],
        [
          graph(
            'Age of the oldest message',
            Object.entries(queues).map(([label, { queue }]) =>
              queue.metricApproximateAgeOfOldestMessage({ ...largest, label }),
            ),
          ),
          graph(
            'Dead-letter queues',
            Object.entries(queues).map(([label, { deadLetters }]) =>
              deadLetters.metricApproximateNumberOfMessagesVisible({ ...largest, label }),
            ),
          ),
        ],
        [
          graph('Profiles stored, percent of the same hour yesterday', [
            emitted('StoredAgainstYesterday', watch, { period: PLAN, statistic: Stats.MAXIMUM }),
          ]),
          graph(
            'Notices',
            (['NoticesSent', 'NoticesFailed'] as const).map((name) => emitted(name, judge, summed)),
          ),
        ],
        [
          graph(
            'Invocations',
            each.map(([label, one]) => one.metricInvocations({ ...summed, label })),
          ),
          graph(
            'Errors',
            each.map(([label, one]) => one.metricErrors({ ...summed, label })),
          ),
        ],
        [
          graph(
            'Longest duration',
            each.map(([label, one]) => one.metricDuration({ ...largest, label })),
          ),
          graph(
            'Capacity units of the table',
            [storage.table.metricConsumedWriteCapacityUnits(summed)],
            [storage.table.metricConsumedReadCapacityUnits(summed)],
          ),
        ],
      ],
    })
  }
}
