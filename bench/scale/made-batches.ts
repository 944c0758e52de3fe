import type { BatchId } from '#shared/store/batch-key.ts'
import { firstSnapshotId, rowKey, SEVERAL } from '#shared/store/keys.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY, dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { type Fleet, NOW, SERVICE, TENANT } from './fleet.ts'
import { type Made, type Partition, slotOf } from './made-partition.ts'
import { sendingOf, servicesOfRequest } from './senders.ts'
import type { Templates } from './templates.ts'

/** The snapshots that a batch has of a process and hour. */
interface Piece {
  /** Slot of the first one. */
  readonly first: number
  readonly minutes: number
  /** First slot of the batch: that of its piece of the hour before, where it has one. */
  readonly batch: number
}

/** Processes of the largest service that one agent sends for. */
export const togetherOf = ({ senders, services }: Pick<Fleet, 'senders' | 'services'>): number =>
  Math.ceil(sendingOf({ senders }).processes / servicesOfRequest(senders, services))

/** Agents begin at different minutes. */
const phaseOf = (fleet: Fleet, place: number): number =>
  Math.floor(place / togetherOf(fleet)) % sendingOf(fleet).minutes

/** What batches that have come by now hold of an hour: a batch that goes across its end is a row of each hour. */
export function piecesOf(fleet: Fleet, hour: number, place: number): Piece[] {
  const width = sendingOf(fleet).minutes * MINUTE
  const pieces: Piece[] = []
  const begin = hour + phaseOf(fleet, place) * MINUTE
  for (let batch = begin - width; batch < hour + HOUR; batch += width) {
    const [first, end] = [Math.max(batch, hour), Math.min(batch + width, hour + HOUR)]
    if (end > first && batch + width <= NOW) pieces.push({ first, minutes: (end - first) / MINUTE, batch })
  }
  return pieces
}

/** Rows of a process and hour, mean over the minutes at which agents begin. */
export function rowsAnHour(fleet: Fleet): number {
  const { minutes } = sendingOf(fleet)
  const yesterday = dayStart(NOW) - DAY
  const rows = Array.from(
    { length: minutes },
    (_, phase) => piecesOf(fleet, yesterday, phase * togetherOf(fleet)).length,
  )
  return rows.reduce((sum, each) => sum + each, 0) / minutes
}

/** What a batch is called. @param at its first slot */
export const batchOf = (fleet: Fleet, at: number, { series }: Pick<Made, 'series'>): BatchId =>
  `${servicesOfRequest(fleet.senders, fleet.services) > 1 ? SEVERAL : ''}${firstSnapshotId(at)}${series}.${'0'.repeat(10)}`

/** The snapshots of a day as batches leave them. @param sorted by their series */
export function batchPartition(
  fleet: Fleet,
  templates: Templates,
  { pk, day, sorted }: { readonly pk: string; readonly day: number; readonly sorted: readonly Made[] },
): Partition {
  const rowsOf = async function* (hour: number, one: Made): AsyncGenerator<Row> {
    for (const { first, minutes, batch } of piecesOf(fleet, hour, one.place)) {
      const id = `${firstSnapshotId(first)}${one.series}`
      const { sk } = rowKey.packedSnapshots(TENANT, SERVICE, id, '', batchOf(fleet, batch, one))
      yield {
        ...(await templates.packed(first, minutes, one.place)),
        pk,
        sk,
        process: one.process.id,
      }
    }
  }
  const isAsked = (hour: number, { series }: Made, from: string, to: string): boolean => {
    const id = `${firstSnapshotId(hour)}${series}`
    return `${id}~` >= from && id <= to
  }
  const bySeries = new Map(sorted.map((one) => [one.series, one]))
  return {
    rows: async function* (from, to, newestFirst) {
      const begin = hourStart(Math.max(day, slotOf(from, day)))
      const end = Math.min(day + DAY, NOW, slotOf(to, NOW) + HOUR)
      const hours = Array.from(
        { length: Math.max(0, Math.ceil((end - begin) / HOUR)) },
        (_, i) => begin + i * HOUR,
      )
      const order = newestFirst ? sorted.toReversed() : sorted
      for (const hour of newestFirst ? hours.reverse() : hours)
        for (const one of order) {
          if (!isAsked(hour, one, from, to)) continue
          const rows: Row[] = []
          for await (const row of rowsOf(hour, one)) rows.push(row)
          for (const row of newestFirst ? rows.reverse() : rows) if (row.sk >= from && row.sk <= to) yield row
        }
    },
    get: async (sk) => {
      const one = bySeries.get(sk.split('+', 1)[0]?.slice(firstSnapshotId(0).length) ?? '')
      if (one === undefined) return undefined
      for await (const row of rowsOf(slotOf(sk, day), one)) if (row.sk === sk) return row
      return undefined
    },
  }
}
