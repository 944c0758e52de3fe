import { DAY, HOUR } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'
import type { Process } from '#shared/trend/process.ts'
import { rowKey } from './keys.ts'
import { type Layout, type Layouts, ONE_PART, partOf, partsAt, spansOf } from './layout.ts'
import { mergedRows } from './merged-rows.ts'
import { packBlockWithin, unpackBlock } from './packed-block.ts'
import { MOST_ROW_BYTES } from './row-size.ts'
import { expiresAt, type Row, type RowKey, type RowStore } from './rows.ts'

/** Hour blocks serve the last two days and are gone after four (docs/storage.md). */
export const HOUR_BLOCK_DAYS = 4
/** Bytes of a block, with room in its row for the rest. */
const MOST_PACKED = MOST_ROW_BYTES - 4 * 1024

/** Closed hours and days of a service. */
export interface BlockStore {
  get(
    tenant: string,
    service: string,
    step: BlockStep,
    process: string,
    at: number,
  ): Promise<Block | undefined>
  put(tenant: string, service: string, step: BlockStep, block: Block, now: number): Promise<void>
  /** false: there is one already. */
  putIfAbsent(tenant: string, service: string, step: BlockStep, block: Block, now: number): Promise<boolean>
  /**
   * All blocks of one step with a part in a range, oldest first; `to` is exclusive.
   *
   * @param of these processes alone, each asked for by its keys: what others have is not read
   */
  range(
    tenant: string,
    service: string,
    step: BlockStep,
    from: number,
    to: number,
    of?: readonly LivedProcess[],
  ): AsyncIterable<Block>
}

export type BlockStep = 'hour' | 'day'

/** A process and when it was heard of. */
export type LivedProcess = Pick<Process, 'id' | 'firstSeen' | 'lastSeen'>

const WIDTH = { hour: HOUR, day: DAY } as const
/** `lastSeen` is raised once an hour, and clocks of senders may be ahead. */
const MARGIN = 2 * HOUR

/** @param retentionDays how long day blocks are kept: that of the profiles */
export function blockStore(rows: RowStore, retentionDays: number, layouts: Layouts = ONE_PART): BlockStore {
  const days = { hour: HOUR_BLOCK_DAYS, day: retentionDays }
  /** A block lies in the part of the time that it begins at. */
  const keyOf = (
    layout: Layout,
    tenant: string,
    service: string,
    step: BlockStep,
    process: string,
    at: number,
  ): RowKey =>
    rowKey.block(tenant, service, step, process, at, partOf(layout, process, floorTo(at, WIDTH[step])))
  const rowOf = async (
    tenant: string,
    service: string,
    step: BlockStep,
    block: Block,
    now: number,
  ): Promise<Row> => ({
    ...keyOf(await layouts.of(tenant, service), tenant, service, step, block.process, block.start),
    process: block.process,
    packed: packBlockWithin(block, MOST_PACKED),
    expires: expiresAt(Math.max(now, block.start) + days[step] * DAY),
  })
  return {
    get: async (tenant, service, step, process, at) => {
      // It is merged into and put back whole: what another part has just written must be in it.
      const layout = await layouts.of(tenant, service)
      const row = await rows.get(keyOf(layout, tenant, service, step, process, at), 'latest')
      return row === undefined ? undefined : blockOf(row)
    },
    put: async (tenant, service, step, block, now) => {
      await rows.put(await rowOf(tenant, service, step, block, now))
    },
    putIfAbsent: async (tenant, service, step, block, now) =>
      rows.put(await rowOf(tenant, service, step, block, now), [{ absent: true }]),
    range: async function* (tenant, service, step, from, to, of) {
      if (to <= from) return
      const layout = await layouts.of(tenant, service)
      const width = WIDTH[step]
      if (of !== undefined) {
        for (let at = floorTo(from, width); at < to; at += width) {
          const lived = of.filter(
            ({ firstSeen, lastSeen }) => firstSeen - MARGIN < at + width && lastSeen + MARGIN >= at,
          )
          const keys = lived.map(({ id }) => keyOf(layout, tenant, service, step, id, at))
          yield* (await rows.getMany(keys)).map(blockOf)
        }
        return
      }
      // A block that began before the change lies where it began.
      const changed = Math.ceil((layout.wideFrom ?? to) / width) * width
      for (const span of spansOf({ wideFrom: changed }, floorTo(from, width), to)) {
        const end = `${rowKey.block(tenant, service, step, '', span.to - 1).sk}~`
        const found = partsAt({ wideFrom: changed }, span.from).map((part) => {
          const { pk, sk } = rowKey.block(tenant, service, step, '', span.from, part)
          return rows.query({ pk, from: sk, to: end })
        })
        for await (const row of mergedRows(found)) yield blockOf(row)
      }
    },
  }
}

const floorTo = (at: number, width: number): number => Math.floor(at / width) * width

const blockOf = (row: Row): Block => unpackBlock(row.process as string, row.packed as Uint8Array)
