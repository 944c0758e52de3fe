import { WIDE_PARTS } from '#shared/store/layout.ts'
import type { Measured } from './measure.ts'
import type { Load } from './model.ts'
import { ASSUMED } from './prices.ts'

/** A limit that a load comes near to. */
export interface Quota {
  readonly what: string
  readonly used: number
  readonly limit: number
  /** What to set, and where, before the limit is reached. */
  readonly set: string
}

/** What the stack of a stage allows. */
export interface StageLimits {
  readonly judges: number
  readonly pushes: { readonly perSecond: number; readonly burst: number }
}

/** Defaults of an account ("Service quotas" of each service, as known in mid-2025). */
const ACCOUNT = {
  gatewayPerSecond: 10_000,
  concurrency: 1_000,
  /** Of one table on demand. */
  tableUnitsPerSecond: 40_000,
  partitionWrites: 1_000,
  prefixPuts: 3_500,
} as const

/** Processes of 60 signatures above which a service is spread (functions/judge-service/save.ts). */
const NARROW_PROCESSES = 2_000

/** Seconds between two plans, and the time limit of a run (`infra/constructs/jobs.ts`). */
const PLAN_EVERY = 600
const LONGEST_RUN = 180

/** Every limit that grows near with the load; pushes that are spread over their interval. */
export function quotasOf(
  { processes, services, interval }: Load,
  { push }: Measured,
  stage: StageLimits,
): Quota[] {
  const perSecond = processes / interval
  const largest = processes / services
  const run = (ASSUMED.judgeMilliseconds + largest * ASSUMED.judgeMillisecondsEachProcess) / 1_000
  const concurrent = (perSecond * ASSUMED.ingestMilliseconds) / 1_000
  return [
    {
      what: 'pushes per second, stage prod',
      used: perSecond,
      limit: stage.pushes.perSecond,
      set: '`pushes` in infra/stages.ts; set the burst to at least the number of processes that push at once',
    },
    {
      what: 'requests per second, all HTTP APIs of the account and region',
      used: perSecond,
      limit: ACCOUNT.gatewayPerSecond,
      set: 'Service Quotas: API Gateway, throttle rate',
    },
    {
      what: 'concurrent Lambda executions, account and region',
      used: concurrent + Math.min(services, stage.judges),
      limit: ACCOUNT.concurrency,
      set: 'Service Quotas: Lambda, concurrent executions',
    },
    {
      what: 'writes per second and partition (one service and day)',
      used: largest / interval / (largest > NARROW_PROCESSES ? WIDE_PARTS : 1),
      limit: ACCOUNT.partitionWrites,
      set: 'let fewer processes of the service push, or less often: its resolution (docs/api.md, settings)',
    },
    {
      what: 'write units per second, whole table',
      used: perSecond * push.writeUnits,
      limit: ACCOUNT.tableUnitsPerSecond,
      set: 'Service Quotas: DynamoDB, table-level write throughput',
    },
    {
      what: 'puts per second and bucket prefix (one service and hour)',
      used: largest / interval,
      limit: ACCOUNT.prefixPuts,
      set: 'nothing: S3 splits prefixes by itself, and senders retry a 503',
    },
    {
      what: 'seconds per run of the judge, with services of equal size',
      used: run,
      limit: LONGEST_RUN,
      set: 'let fewer processes of the service push; one in ten is enough to see a leak',
    },
    {
      what: 'seconds of all runs per ten minutes',
      used: run * services,
      limit: stage.judges * PLAN_EVERY,
      set: '`judges` in infra/stages.ts',
    },
  ]
}
