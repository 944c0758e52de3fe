import type { BlockStep } from '#shared/store/block-store.ts'
import { HOUR_BLOCK_DAYS } from '#shared/store/block-store.ts'
import {
  daysBetween,
  firstSnapshotId,
  rowKey,
  seriesOf,
  slotStartOf,
  snapshotId,
} from '#shared/store/keys.ts'
import { type Layout, partOf } from '#shared/store/layout.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { Row, RowKey, RowRange, RowStore } from '#shared/store/rows.ts'
import { SNAPSHOT_DAYS } from '#shared/store/snapshot-row.ts'
import { DAY, dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { CLOSED_THROUGH, type Fleet, largest, NOW, processesOf, SERVICE, TENANT } from './fleet.ts'
import { batchPartition } from './made-batches.ts'
import { type Made, type Partition, slotOf } from './made-partition.ts'
import { sendingOf } from './senders.ts'
import { templatesOf } from './templates.ts'

/** Days of blocks: longer than a verdict looks back. */
const BLOCK_DAYS = 16

/**
 * A table with all rows of one service as a day of pushes and runs of the judge leaves them, however many these are, and
 * in memory what is written since. Blocks that are written are the same as those that are made, and are let go.
 */
export function madeTable(fleet: Fleet, now: () => number, isSpread: boolean): RowStore {
  const written = memoryRows(now)
  const templates = templatesOf(fleet)
  const all: Made[] = processesOf(largest(fleet)).map((process, place) => ({
    process,
    place,
    series: seriesOf(snapshotId(process.id, 'goroutine/0', 0)),
  }))
  const partitions = new Map<string, Partition>()
  const byId = new Map(all.map((one) => [one.process.id, one]))

  const snapshotRow = async (pk: string, slot: number, { process, place, series }: Made): Promise<Row> => ({
    ...(await templates.snapshot(slot, place)),
    pk,
    sk: `${firstSnapshotId(slot)}${series}`,
    process: process.id,
    at: slot + ((place * 7_919) % MINUTE),
  })
  const layout: Layout = { wideFrom: isSpread ? 0 : undefined }
  const width = sendingOf(fleet).slot * MINUTE
  for (const [pk, { day, some }] of snapshotPartitions(all, layout)) {
    const sorted = some.toSorted((a, b) => (a.series < b.series ? -1 : 1))
    if (fleet.senders !== 'single') {
      partitions.set(pk, batchPartition(fleet, templates, { pk, day, sorted }))
      continue
    }
    const bySeries = new Map(some.map((one) => [one.series, one]))
    partitions.set(pk, {
      rows: async function* (from, to, newestFirst) {
        const [begin, end] = [
          Math.max(day, slotOf(from, day)),
          Math.min(day + DAY, NOW, slotOf(to, NOW) + MINUTE),
        ]
        const [slots, order] = [slotsOf(begin, end, width), newestFirst ? sorted.toReversed() : sorted]
        for (const slot of newestFirst ? slots.reverse() : slots)
          for (const one of order) {
            const row = await snapshotRow(pk, slot, one)
            if (row.sk >= from && row.sk <= to) yield row
          }
      },
      get: async (sk) => {
        const slot = slotStartOf(sk)
        const one = bySeries.get(seriesOf(sk))
        const isOne = slot !== undefined && slot < NOW && slot % width === 0
        return isOne && one !== undefined ? snapshotRow(pk, slot, one) : undefined
      },
    })
  }
  for (const [pk, some] of blockPartitions(all, layout)) {
    const blockRow = async (step: BlockStep, start: number, { process, place }: Made): Promise<Row> => ({
      ...(await templates.block(step, start, place)),
      pk,
      sk: rowKey.block(TENANT, SERVICE, step, process.id, start).sk,
      process: process.id,
    })
    partitions.set(pk, {
      rows: async function* (from, to) {
        for (const step of ['day', 'hour'] as const)
          for (const start of step === 'day' ? dayStarts() : hourStarts()) {
            const prefix = rowKey.block(TENANT, SERVICE, step, '', start).sk
            if (`${prefix}~` < from || prefix > to) continue
            for (const one of some) {
              const sk = `${prefix}${one.process.id}`
              if (sk >= from && sk <= to) yield await blockRow(step, start, one)
            }
          }
      },
      get: async (sk) => {
        const [step = '', time = '', id = ''] = sk.split('#')
        const one = byId.get(id)
        if (one === undefined || (step !== 'hour' && step !== 'day')) return undefined
        const start = Date.parse(step === 'hour' ? `${time}:00Z` : time)
        return start < CLOSED_THROUGH ? blockRow(step, start, one) : undefined
      },
    })
  }
  const { pk: service } = rowKey.process(TENANT, SERVICE, '')
  partitions.set(service, {
    rows: async function* (from, to) {
      for (const { process } of all) {
        const { sk } = rowKey.process(TENANT, SERVICE, process.id)
        if (sk >= from && sk <= to) yield await templates.process(process)
      }
    },
    get: async (sk) => {
      const one = byId.get(sk.slice(rowKey.process(TENANT, SERVICE, '').sk.length))
      return one && templates.process(one.process)
    },
  })
  const find = async ({ pk, sk }: RowKey): Promise<Row | undefined> =>
    (await written.get({ pk, sk })) ?? partitions.get(pk)?.get(sk)
  return {
    get: find,
    getMany: async (keys) => (await Promise.all(keys.map(find))).filter((row) => row !== undefined),
    put: async (row, oneOf) => {
      if (oneOf?.some((condition) => 'absent' in condition) && (await find(row)) !== undefined) return false
      if (isBlock(row)) return true
      return written.put(row, oneOf)
    },
    set: async (key, attributes, oneOf) => {
      const [made, before] = [await partitions.get(key.pk)?.get(key.sk), await written.get(key)]
      if (made !== undefined && before === undefined) await written.put(made)
      return written.set(key, attributes, oneOf)
    },
    delete: (key, oneOf) => written.delete(key, oneOf),
    query: (range) => limited(merged(written, partitions.get(range.pk), range), range.limit),
  }
}

const isBlock = ({ sk }: Row): boolean => /^(hour|day)#/.test(sk)

/** Snapshot rows of each day and partition: who has rows there. */
function snapshotPartitions(
  all: readonly Made[],
  layout: Layout,
): Map<string, { readonly day: number; readonly some: Made[] }> {
  const found = new Map<string, { readonly day: number; readonly some: Made[] }>()
  for (let day = dayStart(NOW) - SNAPSHOT_DAYS * DAY; day <= NOW; day += DAY)
    for (const one of all) {
      const part = partOf(layout, one.process.id, day)
      const { pk } = rowKey.snapshot(TENANT, SERVICE, `${firstSnapshotId(day)}${one.series}`, part)
      const known = found.get(pk) ?? { day, some: [] }
      found.set(pk, known)
      known.some.push(one)
    }
  return found
}

const blockPartitions = (all: readonly Made[], layout: Layout): Map<string, Made[]> =>
  Map.groupBy(
    all,
    ({ process: { id } }) => rowKey.block(TENANT, SERVICE, 'hour', id, NOW, partOf(layout, id, NOW)).pk,
  )

const dayStarts = (): number[] =>
  daysBetween(NOW - BLOCK_DAYS * DAY, CLOSED_THROUGH - 1).map((day) => Date.parse(day))

const hourStarts = (): number[] => {
  const first = hourStart(NOW - HOUR_BLOCK_DAYS * DAY)
  return Array.from({ length: (CLOSED_THROUGH - first) / HOUR }, (_, i) => first + i * HOUR)
}

function slotsOf(from: number, to: number, width: number): number[] {
  const first = Math.ceil(from / width) * width
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / width)) }, (_, i) => first + i * width)
}

/** Rows that were written take the place of those that are made. */
async function* merged(written: RowStore, made: Partition | undefined, range: RowRange): AsyncGenerator<Row> {
  const { from = '', to = '\uffff', newestFirst = false } = range
  const ours: Row[] = []
  for await (const row of written.query({ ...range, limit: undefined as never })) ours.push(row)
  if (made === undefined || range.index !== undefined) {
    yield* ours
    return
  }
  const before = (a: string, b: string): boolean => (newestFirst ? a > b : a < b)
  for await (const row of made.rows(from, to, newestFirst)) {
    while (ours[0] !== undefined && before(ours[0].sk, row.sk)) yield ours.shift() as Row
    if (ours[0]?.sk === row.sk) yield ours.shift() as Row
    else yield row
  }
  yield* ours
}

async function* limited(rows: AsyncIterable<Row>, most = Number.POSITIVE_INFINITY): AsyncGenerator<Row> {
  let left = most
  for await (const row of rows) {
    if (left-- <= 0) return
    yield row
  }
}
