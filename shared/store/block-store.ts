import { type Block, DAY } from '#shared/trend/block.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import { rowKey } from './keys.ts'
import { packBlock, unpackBlock } from './packed-block.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** Hour blocks serve the last two days and are gone after four (docs/storage.md). */
const HOUR_BLOCK_DAYS = 4

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
  /** All blocks of one step with a part in a range, oldest first; `to` is exclusive. @param of which processes; all */
  range(
    tenant: string,
    service: string,
    step: BlockStep,
    from: number,
    to: number,
    of?: (process: ProcessId) => boolean,
  ): AsyncIterable<Block>
}

export type BlockStep = 'hour' | 'day'

/** @param retentionDays how long day blocks are kept: that of the profiles */
export function blockStore(rows: RowStore, retentionDays: number): BlockStore {
  const days = { hour: HOUR_BLOCK_DAYS, day: retentionDays }
  return {
    get: async (tenant, service, step, process, at) => {
      // It is merged into and put back whole: what another part has just written must be in it.
      const row = await rows.get(rowKey.block(tenant, service, step, process, at), 'latest')
      return row === undefined ? undefined : blockOf(row)
    },
    put: async (tenant, service, step, block, now) => {
      await rows.put({
        ...rowKey.block(tenant, service, step, block.process, block.start),
        process: block.process,
        packed: packBlock(block),
        expires: expiresAt(Math.max(now, block.start) + days[step] * DAY),
      })
    },
    range: async function* (tenant, service, step, from, to, of = () => true) {
      if (to <= from) return
      const { pk, sk } = rowKey.block(tenant, service, step, '', from)
      const end = `${rowKey.block(tenant, service, step, '', to - 1).sk}~`
      for await (const row of rows.query({ pk, from: sk, to: end }))
        if (of(row.process as ProcessId)) yield blockOf(row)
    },
  }
}

const blockOf = (row: Row): Block => unpackBlock(row.process as string, row.packed as Uint8Array)
