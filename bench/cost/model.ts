import { METRICS } from '#functions/meter.emf.ts'
import { HOUR_BLOCK_DAYS } from '#shared/store/block-store.ts'
import { SNAPSHOT_DAYS } from '#shared/store/snapshot-row.ts'
import type { Measured } from './measure.ts'
import type { Batched } from './measure-batches.ts'
import { ASSUMED, PRICES } from './prices.ts'

/** What is asked of Tidemark. */
export interface Load {
  readonly processes: number
  readonly services: number
  /** Seconds between two profiles of a process. */
  readonly interval: number
}

/** What a month of it asks of AWS. */
export interface Month {
  readonly requests: number
  /** As API Gateway counts them. */
  readonly gatewayRequests: number
  readonly objectPuts: number
  readonly readUnits: number
  readonly writeUnits: number
  /** Runs of the judge. */
  readonly runs: number
  readonly gbSeconds: number
  /** GB at any time, once the first profiles expire. */
  readonly objectsKept: number
  readonly rowsKept: number
  readonly logs: number
}

export interface Rules {
  readonly resolutionSeconds: number
  readonly retentionDays: number
  /** GB of memory of a function. */
  readonly memory: number
}

const DAYS = 30
const HOURS = 24 * DAYS
const GB = 1e9
/** Bytes that API Gateway counts as one request (pricing of HTTP APIs). */
const GATEWAY_UNIT = 512 * 1_024
/** Bytes that a file of a tar has beside its content: its head and, on average, half a block. */
const TAR_BYTES = 768
const WINDOW_DAYS = 14
const RUNS_AN_HOUR = 6

/** What a month of agents takes, each of whose requests has many profiles; all of them are stored. */
export function monthOfBatches(load: Load, measured: Measured, rules: Rules, batched: Batched): Month {
  const single = monthOf(load, measured, rules)
  const profiles = (load.processes * HOURS * 3_600) / load.interval
  const requests = profiles / batched.profiles
  const { push, bytes } = batched
  const more = (of: 'puts' | 'readUnits' | 'writeUnits'): number => profiles * (push[of] - measured.push[of])
  const milliseconds =
    profiles * (ASSUMED.batchedProfileMilliseconds - ASSUMED.ingestMilliseconds) +
    requests * (ASSUMED.ingestMilliseconds - ASSUMED.batchedProfileMilliseconds)
  return {
    ...single,
    requests,
    gatewayRequests: requests * Math.ceil((batched.profiles * (bytes.body + TAR_BYTES)) / GATEWAY_UNIT),
    objectPuts: single.objectPuts + more('puts'),
    readUnits: single.readUnits + more('readUnits'),
    writeUnits: single.writeUnits + more('writeUnits'),
    gbSeconds: single.gbSeconds + (milliseconds / 1_000) * rules.memory,
    objectsKept: ((profiles / DAYS) * rules.retentionDays * bytes.object) / GB,
    logs: (profiles * bytes.metricsLine + (requests + single.runs) * ASSUMED.platformLogBytes) / GB,
  }
}

/** @param isEachStored a design that keeps every profile it gets */
export function monthOf(load: Load, measured: Measured, rules: Rules, isEachStored = false): Month {
  const { processes, services, interval } = load
  const { push, coalesced, judgedProcess, service, openRead, dayRead, bytes } = measured
  const requests = (processes * HOURS * 3_600) / interval
  const slot = Math.max(interval, isEachStored ? interval : rules.resolutionSeconds)
  const stored = (processes * HOURS * 3_600) / slot
  const taken = requests - stored
  const runs = services * HOURS * RUNS_AN_HOUR
  // Measured with a snapshot a minute, and with the days since yesterday.
  const moreOpen = (60 / slot - 1) * openRead
  const moreDays = (WINDOW_DAYS - 2) * dayRead
  const judgedEach = judgedProcess.readUnits + RUNS_AN_HOUR * (moreOpen + moreDays)
  const seconds =
    (stored * ASSUMED.ingestMilliseconds +
      taken * ASSUMED.coalescedMilliseconds +
      runs * ASSUMED.judgeMilliseconds +
      processes * HOURS * RUNS_AN_HOUR * ASSUMED.judgeMillisecondsEachProcess) /
    1_000
  const aDay = stored / DAYS
  return {
    requests,
    gatewayRequests: requests,
    objectPuts: stored * push.puts + taken * coalesced.puts,
    readUnits:
      stored * push.readUnits +
      taken * coalesced.readUnits +
      HOURS * (processes * judgedEach + services * service.readUnits),
    writeUnits:
      stored * push.writeUnits +
      taken * coalesced.writeUnits +
      HOURS * (processes * judgedProcess.writeUnits + services * service.writeUnits),
    runs,
    gbSeconds: seconds * rules.memory,
    objectsKept: (aDay * rules.retentionDays * bytes.object) / GB,
    rowsKept:
      (aDay * SNAPSHOT_DAYS * bytes.snapshotRow +
        processes * 24 * HOUR_BLOCK_DAYS * bytes.hourRow +
        processes * rules.retentionDays * bytes.dayRow) /
      GB,
    logs: (requests * (bytes.metricsLine + ASSUMED.platformLogBytes) + runs * ASSUMED.platformLogBytes) / GB,
  }
}

/** Outcomes of profiles that are seen in life; functions that emit each metric. */
const OUTCOMES = 12
const EMITTERS = 2
const SERIES = EMITTERS * (OUTCOMES + Object.keys(METRICS).length - 1)
/** Metrics that the alarms of prod read; each is paid (`infra/alarms`, counted in test/infra/alarms.test.ts). */
export const ALARM_METRICS = 62

/** What metrics, alarms and the dashboard cost, however much comes in. */
export const fixedMetrics = (): number =>
  SERIES * PRICES.metric + ALARM_METRICS * PRICES.alarm + PRICES.dashboard

/** What that costs, in dollars, by what is paid for. */
export function dollarsOf(month: Month): Readonly<Record<string, number>> {
  const millions = (count: number, price: number): number => (count / 1e6) * price
  return {
    'API Gateway': millions(month.gatewayRequests, PRICES.gatewayRequests),
    'Lambda requests': millions(month.requests + month.runs, PRICES.lambdaRequests),
    'Lambda time': month.gbSeconds * PRICES.lambdaGbSecond,
    'S3 puts': millions(month.objectPuts, PRICES.objectPuts),
    'S3 storage': month.objectsKept * PRICES.objectStorage,
    'DynamoDB reads': millions(month.readUnits, PRICES.readUnits),
    'DynamoDB writes': millions(month.writeUnits, PRICES.writeUnits),
    'DynamoDB storage': month.rowsKept * (PRICES.tableStorage + PRICES.tableRecovery),
    // Three requests a message: sent, received, deleted.
    SQS: millions(3 * month.runs, PRICES.queueRequests),
    'CloudWatch logs': month.logs * (PRICES.logs + 3 * PRICES.logStorage),
    'CloudWatch metrics': fixedMetrics(),
  }
}

export const sum = (dollars: Readonly<Record<string, number>>): number =>
  Object.values(dollars).reduce((total, each) => total + each, 0)
