import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { STAGES } from '#infra/stages.ts'
import { HOUR_BLOCK_DAYS } from '#shared/store/block-store.ts'
import { SNAPSHOT_DAYS } from '#shared/store/snapshot-row.ts'
import { fixedMetrics } from '../cost/model.ts'
import { ASSUMED, PRICES } from '../cost/prices.ts'
import type { Fleet } from './fleet.ts'
import { billedSeconds } from './limits.ts'
import type { Played } from './played.ts'

const DAYS = 30
const GB = 1e9
const MONTHS_OF_LOGS = 3

/** What a month costs, in dollars, by what is paid for. */
export function billOf(fleet: Fleet, played: readonly Played[]): Readonly<Record<string, number>> {
  const month = (of: (one: Played) => number): number =>
    DAYS * played.reduce((sum, one) => sum + (Number.isFinite(of(one)) ? of(one) : 0), 0)
  const pushes = played.find(({ job }) => job === 'push')
  const requests = (pushes?.gatewayRequests ?? 0) * DAYS
  const logs = month((one) => one.logBytes + one.runsADay * ASSUMED.platformLogBytes) / GB
  const { objects, rows } = storedOf(fleet, pushes)
  return {
    'API Gateway': gateway(requests / 1e6),
    'Lambda requests': (month((one) => one.runsADay) / 1e6) * PRICES.lambdaRequests,
    ...Object.fromEntries(
      [...Map.groupBy(played, (one) => one.function)].map(([name, some]) => [
        `Lambda time of ${name}`,
        some.reduce((sum, one) => sum + one.runsADay * DAYS * billedSeconds(one), 0) *
          (FUNCTION_LIMITS[name].memory / 1_024) *
          PRICES.lambdaGbSecond,
      ]),
    ),
    'S3 requests':
      (month((one) => one.objectPuts + one.objectLists) / 1e6) * PRICES.objectPuts +
      (month((one) => one.objectGets ?? 0) / 1e6) * PRICES.objectGets,
    'S3 storage': storage(objects),
    'DynamoDB reads': (month((one) => one.readUnits) / 1e6) * PRICES.readUnits,
    'DynamoDB writes': (month((one) => one.writeUnits) / 1e6) * PRICES.writeUnits,
    'DynamoDB storage': rows * (PRICES.tableStorage + PRICES.tableRecovery),
    SQS: (month((one) => one.queueRequests) / 1e6) * PRICES.queueRequests,
    'CloudWatch logs': logs * (PRICES.logs + MONTHS_OF_LOGS * PRICES.logStorage),
    'CloudWatch metrics': fixedMetrics(),
  }
}

/** GB in S3 and in the table, once the first expire. */
function storedOf({ processes }: Fleet, pushes: Played | undefined): { objects: number; rows: number } {
  const { object = 0, snapshotRow = 0, snapshotRows = 0, hourRow = 0, dayRow = 0 } = pushes?.stored ?? {}
  const { retentionDays } = STAGES.prod
  return {
    objects: ((pushes?.objectPuts ?? 0) * retentionDays * object) / GB,
    rows:
      (processes *
        (snapshotRows * SNAPSHOT_DAYS * snapshotRow +
          24 * HOUR_BLOCK_DAYS * hourRow +
          retentionDays * dayRow)) /
      GB,
  }
}

/** Tiers: a price up to an amount, and another above it. */
const tiered = (amount: number, price: number, above: number, priceAbove: number): number =>
  Math.min(amount, above) * price + Math.max(0, amount - above) * priceAbove

const gateway = (million: number): number =>
  tiered(
    million,
    PRICES.gatewayRequests,
    PRICES.gatewayRequestsAbove.million,
    PRICES.gatewayRequestsAbove.price,
  )
const storage = (gb: number): number =>
  tiered(gb, PRICES.objectStorage, PRICES.objectStorageAbove.gb, PRICES.objectStorageAbove.price)
