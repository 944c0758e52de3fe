import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { STAGES } from '#infra/stages.ts'
import { MOST_ENTRIES } from '#shared/ingest/remembered.ts'
import type { Fleet } from './fleet.ts'
import type { Outcome } from './play-job.ts'
import type { Played } from './played.ts'

/** A limit, and how much of it is used; above 1 it is broken. */
export interface Limit {
  readonly what: string
  readonly share: number
}

/** Defaults of an account ("Service quotas" of each service, as known in mid-2025). */
const ACCOUNT = { gatewayPerSecond: 10_000, concurrency: 1_000, tableUnitsPerSecond: 40_000 } as const
const SECONDS_A_DAY = 86_400
/** Seconds until what a night compares is compared: six hours. */
const NIGHT = 21_600
/** Every limit that the load comes near to, the nearest first. */
export function limitsOf(fleet: Fleet, outcomes: readonly Outcome[]): Limit[] {
  const played = outcomes.filter((one): one is Played => 'function' in one)
  const found = [
    ...outcomes.flatMap((one) =>
      'failure' in one ? [{ what: `${one.job}: ${one.failure}`, share: Number.POSITIVE_INFINITY }] : [],
    ),
    ...played.flatMap(limitsOfJob),
    ...limitsOfAll(fleet, played),
  ]
  return found.toSorted((a, b) => b.share - a.share)
}

/** Share of the memory of its function. */
export const memoryShare = (one: Played): number =>
  one.peakBytes / (FUNCTION_LIMITS[one.function].memory * 1_048_576)

/** Share of the time of its function. */
export const timeShare = (one: Played): number => one.seconds / FUNCTION_LIMITS[one.function].seconds

function limitsOfJob(one: Played): Limit[] {
  const { hottest } = one
  return [
    { what: `${one.job}: memory of ${one.function}`, share: memoryShare(one) },
    { what: `${one.job}: time of ${one.function}`, share: timeShare(one) },
    ...(one.job === 'close' && one.chainSeconds !== undefined
      ? [{ what: 'close: an hour of a service is closed within an hour', share: one.chainSeconds / 3_600 }]
      : []),
    ...(one.job === 'reconcile' && one.chainSeconds !== undefined
      ? [{ what: 'reconcile: a night compares all services', share: one.chainSeconds / NIGHT }]
      : []),
    ...(hottest === undefined
      ? []
      : [{ what: `${one.job}: ${hottest.kind}s of the partition ${hottest.pk}`, share: hottest.share }]),
  ]
}

function limitsOfAll({ processes, services, signatures }: Fleet, played: readonly Played[]): Limit[] {
  const perSecond = (played.find(({ job }) => job === 'push')?.runsADay ?? 0) / SECONDS_A_DAY
  const sum = (of: (one: Played) => number): number => played.reduce((total, one) => total + of(one), 0)
  const judging = played.filter((one) => one.function === 'judge-service')
  const busy = (one: Played): number => (one.runsADay * billedSeconds(one)) / SECONDS_A_DAY
  return [
    {
      what: 'pushes per second of the stage prod (infra/stages.ts)',
      share: perSecond / STAGES.prod.pushes.perSecond,
    },
    {
      what: 'requests per second of API Gateway, of an account',
      share: perSecond / ACCOUNT.gatewayPerSecond,
    },
    { what: 'concurrent functions of an account', share: sum(busy) / ACCOUNT.concurrency },
    {
      what: 'judges at one time (infra/stages.ts)',
      share: judging.reduce((total, one) => total + busy(one), 0) / STAGES.prod.judges,
    },
    {
      what: 'write units per second of a table',
      share: sum((one) => one.writeUnits) / SECONDS_A_DAY / ACCOUNT.tableUnitsPerSecond,
    },
    {
      what: 'what an instance of the API remembers: stacks and processes',
      share: (services * signatures + processes) / MOST_ENTRIES,
    },
  ]
}

/** Seconds that Lambda bills of a run. */
export const billedSeconds = (one: Played): number =>
  Math.min(one.seconds, FUNCTION_LIMITS[one.function].seconds, Number.MAX_SAFE_INTEGER)
