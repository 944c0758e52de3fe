import { assemble } from '#functions/deps.ts'
import type { FunctionName } from '#functions/env.ts'
import { FUNCTION_LIMITS, ONE_CORE } from '#infra/function-limits.ts'
import { memoryTopic } from '#shared/delivery/notice-topic.memory.ts'
import { rowKey, seriesOf, snapshotId } from '#shared/store/keys.ts'
import { partOf } from '#shared/store/layout.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { RowKey, RowStore } from '#shared/store/rows.ts'
import { signatureIndex } from '#shared/store/signature-index.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { countedRows, sizeOfRow } from '../cost/metered-rows.ts'
import { ASSUMED } from '../cost/prices.ts'
import {
  CLOSED_THROUGH,
  type Fleet,
  isSpread,
  largest,
  NOW,
  processesOf,
  SERVICE,
  stacksOf,
  TENANT,
} from './fleet.ts'
import { batchOf, rowsAnHour } from './made-batches.ts'
import { madeTable } from './made-table.ts'
import { partitionLoad } from './partition-load.ts'
import { sendingOf } from './senders.ts'
import { serviceNames, tablesOfServices } from './tables-of-services.ts'
import { virtualTime } from './virtual-time.ts'

const ENV = { INGEST_RESOLUTION_SECONDS: '60', RETENTION_DAYS: '90' }

export type Stage = Awaited<ReturnType<typeof openStage>>

/**
 * The shipped stores over a made table that counts, throttles and takes its time as DynamoDB does.
 *
 * @param of the fleet that a part of is played
 * @param services so many of the size of the largest
 */
export async function openStage(
  fleet: Fleet,
  { closedThrough = CLOSED_THROUGH, of = fleet, services = 1 } = {},
) {
  const resident = process.memoryUsage.rss()
  const time = virtualTime(NOW)
  const load = partitionLoad()
  const table = tablesOfServices(services, () => madeTable(fleet, time.now, isSpread(of)))
  // It was spread before all that is played.
  if (isSpread(of)) await table.put({ ...rowKey.layout(TENANT, SERVICE), wideFrom: 0 })
  const rows = countedRows(table, async (use) => {
    const at = load.take(use, time.now())
    const perByte = (use.bytes / 1e6) * ASSUMED.tableMillisecondsEachMegabyte
    await time.until(at + ASSUMED.tableMilliseconds + perByte)
  })
  const rim = {
    now: time.now,
    indexQueue: { send: () => Promise.reject(new Error('nothing fails here')) },
    topic: memoryTopic(),
    post: () => Promise.reject(new Error('there are no webhooks')),
    call: () => Promise.reject(new Error('there are no trackers')),
    publicUrl: 'https://tidemark.test',
  }
  /** An instance of a function: what it remembers is its own. */
  const instance = () => assemble(ENV, rim, rows, memoryProfileStore())
  const quiet = assemble(ENV, rim, table, memoryProfileStore())
  const signatures = signatureIndex(table)
  for (const service of serviceNames(services)) {
    for (const stack of stacksOf(fleet))
      await signatures.record(TENANT, service, stack, { version: 'v1', at: NOW - 400 * HOUR })
    await quiet.directory.addService(TENANT, service, NOW - 400 * HOUR)
    await quiet.directory.setJudged(TENANT, service, {
      at: NOW - 10 * MINUTE,
      openFindings: 1,
      watched: fleet.signatures,
      running: { processes: largest(of), goroutines: 10 * fleet.signatures },
      dumps: [],
      learning: undefined,
      restsUntil: fleet.rises === true ? undefined : NOW + DAY,
    })
    await quiet.ledger.lease(TENANT, service, 'before', NOW, NOW)
    await quiet.ledger.advance(TENANT, service, 'before', { closedThrough, judgedAt: NOW - 10 * MINUTE })
  }
  return {
    time,
    load,
    instance,
    quiet,
    rowBytes: await rowBytes(fleet, table, isSpread(of)),
    made: Math.max(0, process.memoryUsage.rss() - resident),
  }
}

/** Begins to measure a run of a function. */
export function measured({ time, load, made }: Stage, name: FunctionName) {
  const { memory } = FUNCTION_LIMITS[name]
  const began = {
    at: time.now(),
    cpu: process.cpuUsage(),
    requests: load.requests.read + load.requests.write,
  }
  const bytes = load.bytes.read + load.bytes.write
  const processorSeconds = (): number => {
    const { user, system } = process.cpuUsage(began.cpu)
    const requests = load.requests.read + load.requests.write - began.requests
    const megabytes = (load.bytes.read + load.bytes.write - bytes) / 1e6
    const sdk = requests * ASSUMED.sdkMilliseconds + megabytes * ASSUMED.sdkMillisecondsEachMegabyte
    return (user + system) / 1e6 + sdk / 1_000
  }
  return {
    processorSeconds,
    seconds: (): number =>
      (time.now() - began.at) / 1_000 + processorSeconds() / Math.min(1, memory / ONE_CORE),
    /** Without what the made table takes. */
    peakBytes: (): number => process.resourceUsage().maxRSS * 1_024 - made,
  }
}

/** Bytes of the rows of a profile or batch, an hour and a day, of which there is one of each, and the rows of snapshots of a day. */
async function rowBytes(fleet: Fleet, table: RowStore, isWide: boolean) {
  const [process] = processesOf(1)
  if (process === undefined) throw new Error('one was made')
  const yesterday = dayStart(NOW) - DAY
  const part = partOf({ wideFrom: isWide ? 0 : undefined }, process.id, NOW)
  const bytes = async (key: RowKey): Promise<number> => sizeOfRow(await table.get(key))
  const id = snapshotId(process.id, 'goroutine/0', yesterday)
  const isBatched = fleet.senders !== 'single'
  return {
    snapshotRow: await bytes(
      isBatched
        ? rowKey.packedSnapshots(
            TENANT,
            SERVICE,
            id,
            part,
            batchOf(fleet, yesterday, { series: seriesOf(id) }),
          )
        : rowKey.snapshot(TENANT, SERVICE, id, part),
    ),
    snapshotRows: isBatched ? (DAY / HOUR) * rowsAnHour(fleet) : DAY / MINUTE / sendingOf(fleet).slot,
    hourRow: await bytes(rowKey.block(TENANT, SERVICE, 'hour', process.id, yesterday, part)),
    dayRow: await bytes(rowKey.block(TENANT, SERVICE, 'day', process.id, yesterday, part)),
  }
}
