import { Duration } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { FunctionName } from '#functions/env.ts'
import type { Settings } from '../stages.ts'
import { PERIOD, percent, type Row } from './row.ts'

export interface WatchedFunctions {
  readonly settings: Settings
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>
}

/** What runs by request or message; all others run on schedule. */
const BUSY = ['api', 'ingest', 'index-upload', 'judge-service', 'reconcile-day'] as const
const isBusy = (name: string): boolean => BUSY.some((busy) => busy === name)

/** Percent of runs that fail or are throttled. */
const FAILED = 1
const THROTTLED = 1
/** Percent of the runs that are set aside. */
const CONCURRENT = 80

/** Within what time a job runs at least once: twice its schedule and more. */
const RUNS_WITHIN = {
  'plan-trends': { time: Duration.minutes(30), says: 'half an hour, so no service is judged' },
  watch: { time: Duration.hours(1), says: 'an hour, so falling profiles are not told' },
  reconcile: { time: Duration.hours(3), says: 'three hours, so what the index lacks is not found' },
  report: { time: Duration.days(1), says: 'a day, so nobody gets a report' },
} as const satisfies Partial<Record<FunctionName, unknown>>

/** Alarms on what Lambda counts. */
export const ofFunctions = (watched: WatchedFunctions): Row[] => [
  ...Object.entries(watched.functions).map(([name, one]) => errors(name, one)),
  ...silent(watched),
  ...throttled(watched),
  ...concurrent(watched),
]

const SUMMED = { period: PERIOD, statistic: Stats.SUM }

const errors = (name: string, one: LambdaFunction): Row =>
  isBusy(name)
    ? {
        name: `${name}-errors`,
        says: `${FAILED} % of the runs of ${name} failed in two of three times five minutes.`,
        metric: percent(one.metricErrors(SUMMED), [one.metricInvocations(SUMMED)]),
        from: FAILED,
        periods: 3,
        of: 2,
      }
    : {
        name: `${name}-errors`,
        says: `The job ${name} failed.`,
        metric: one.metricErrors(SUMMED),
        from: 1,
      }

const silent = ({ functions }: WatchedFunctions): Row[] =>
  Object.entries(RUNS_WITHIN).map(([name, { time, says }]) => ({
    name: `${name}-silent`,
    says: `The job ${name} did not run for ${says}.`,
    metric: functions[name as keyof typeof RUNS_WITHIN].metricInvocations({
      period: time,
      statistic: Stats.SUM,
    }),
    below: 1,
  }))

const throttled = ({ functions }: WatchedFunctions): Row[] =>
  BUSY.map((name) => {
    const throttles = functions[name].metricThrottles(SUMMED)
    return {
      name: `${name}-throttled`,
      says: `${THROTTLED} % of the runs of ${name} were throttled in two of three times five minutes.`,
      metric: percent(throttles, [throttles, functions[name].metricInvocations(SUMMED)]),
      from: THROTTLED,
      periods: 3,
      of: 2,
    }
  })

const concurrent = ({ functions, settings }: WatchedFunctions): Row[] =>
  Object.entries(settings.concurrency ?? {}).map(([name, reserved]: [string, number]) => ({
    name: `${name}-concurrency`,
    says: `${name} used ${CONCURRENT} % of the ${reserved} runs that are set aside for it in three of five minutes.`,
    metric: functions[name as FunctionName].metric('ConcurrentExecutions', {
      period: Duration.minutes(1),
      statistic: Stats.MAXIMUM,
    }),
    from: (reserved * CONCURRENT) / 100,
    periods: 5,
    of: 3,
  }))
