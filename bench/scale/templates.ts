import { type BlockStep, blockStore } from '#shared/store/block-store.ts'
import { directory } from '#shared/store/directory.ts'
import { firstSnapshotId } from '#shared/store/keys.ts'
import type { Row, RowStore } from '#shared/store/rows.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { dayBlock, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import type { Process } from '#shared/trend/process.ts'
import { CLOSED_THROUGH, countAt, type Fleet, NOW, SERVICE, stacksOf, TENANT } from './fleet.ts'

/** Processes that differ in their counts; the others are like one of them. */
const KINDS = 8
const RETENTION_DAYS = 90

/** Rows as the shipped stores write them, one of each kind and time; what is made of them differs in its keys. */
export interface Templates {
  /** @param place which process */
  snapshot(slot: number, place: number): Promise<Row>
  block(step: BlockStep, start: number, place: number): Promise<Row>
  process(process: Process): Promise<Row>
}

export function templatesOf(fleet: Fleet): Templates {
  const stacks = stacksOf(fleet)
  const kept = new Map<string, Row>()
  /** What a store writes, of several that are made at one time. */
  const taken = async (write: (rows: RowStore) => Promise<unknown>): Promise<Row> => {
    let written: Row | undefined
    const paper = {
      put: async (row: Row) => {
        written = row
        return true
      },
      // What is said of a service that has no row.
      get: async () => undefined,
    } as unknown as RowStore
    await write(paper)
    if (written === undefined) throw new Error('nothing was written')
    return written
  }
  const once = async (key: string, make: () => Promise<Row>): Promise<Row> => {
    const row = kept.get(key) ?? (await make())
    kept.set(key, row)
    return row
  }
  const sightingsAt = (at: number, kind: number) =>
    stacks.map(({ id }, i) => {
      const count = countAt(i, at, kind)
      return {
        signature: id,
        count,
        leaked: 0,
        states: new Map([['select', count]]),
        ages: undefined,
        labelKeys: new Map<string, number>(),
      }
    })
  return {
    snapshot: (slot, place) => {
      const kind = place % KINDS
      // Counts of a process change from minute to minute, and come again after a quarter of an hour.
      const minute = Math.floor(slot / MINUTE) % 15
      return once(`snapshot ${minute} ${kind}`, () => {
        const sightings = sightingsAt(NOW - 15 * MINUTE + minute * MINUTE, kind)
        const snapshot = {
          id: `${firstSnapshotId(NOW)}${'0'.repeat(16)}`,
          process: `p-${kind}`,
          type: 'goroutine',
          debug: 0,
          at: slot,
          total: sightings.reduce((sum, { count }) => sum + count, 0),
          partial: false,
          sightings,
          sha256: '0f'.repeat(32),
          source: 'push',
        } as const
        return taken((rows) => snapshotIndex(rows).putIfAbsent(TENANT, SERVICE, snapshot, NOW))
      })
    },
    block: (step, start, place) => {
      const kind = place % KINDS
      return once(`${step} ${start} ${kind}`, () => {
        const block = step === 'hour' ? hourBlock(`p-${kind}`, start) : dayBlock(`p-${kind}`, start)
        const width = step === 'hour' ? HOUR : DAY
        for (let at = start; at < Math.min(start + width, CLOSED_THROUGH); at += 5 * MINUTE)
          mergeMoments(block, [
            { at, counts: new Map(stacks.map(({ id }, i) => [id, countAt(i, at, kind)])) },
          ])
        return taken((rows) => blockStore(rows, RETENTION_DAYS).put(TENANT, SERVICE, step, block, NOW))
      })
    },
    process: (process) =>
      taken((rows) => directory(rows, RETENTION_DAYS).sawProcess(TENANT, SERVICE, process)),
  }
}
