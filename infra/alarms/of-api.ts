import { Duration } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { PERIOD, percent, type Row } from './row.ts'

export interface WatchedApi {
  readonly http: HttpApi
  /** Requests that were refused by these statuses, from the access log. */
  readonly refused: Readonly<Record<'401' | '429', IMetric>>
}

/** Shares of all requests, in percent: what a healthy fleet does not reach. */
const FAILED = 1
const REFUSED = 25
const STRANGERS = 10
const LIMITED = 1

/** Alarms on what the gateway counts. */
export function ofApi({ http, refused }: WatchedApi): Row[] {
  const minute = { period: Duration.minutes(1), statistic: Stats.SUM }
  const summed = { period: PERIOD, statistic: Stats.SUM }
  const all = [http.metricCount(summed)]
  return [
    {
      name: 'api-failures',
      says: `${FAILED} % of all requests were answered with 5xx in three of five minutes.`,
      metric: percent(http.metricServerError(minute), [http.metricCount(minute)], minute.period),
      from: FAILED,
      periods: 5,
      of: 3,
    },
    {
      name: 'api-refused',
      says: `${REFUSED} % of all requests were answered with 4xx for 15 minutes.`,
      metric: percent(http.metricClientError(summed), all),
      from: REFUSED,
      periods: 3,
    },
    {
      name: 'api-unauthenticated',
      says: `${STRANGERS} % of all requests had no valid token for 15 minutes.`,
      metric: percent(refused['401'], all),
      from: STRANGERS,
      periods: 3,
    },
    {
      name: 'api-limited',
      says: `${LIMITED} % of all requests were too many (429) for 15 minutes.`,
      metric: percent(refused['429'], all),
      from: LIMITED,
      periods: 3,
    },
    {
      name: 'api-slow',
      says: 'One request in a hundred took five seconds or more for 15 minutes.',
      metric: http.metricLatency({ period: PERIOD, statistic: Stats.p(99) }),
      from: 5_000,
      periods: 3,
    },
  ]
}
