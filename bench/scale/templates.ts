import { createHash } from 'node:crypto'
import { type BlockStep, blockStore } from '#shared/store/block-store.ts'
import { directory } from '#shared/store/directory.ts'
import { firstSnapshotId } from '#shared/store/keys.ts'
import type { Row, RowStore } from '#shared/store/rows.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { DAY, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { dayBlock, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import type { Process } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { CLOSED_THROUGH, countAt, type Fleet, NOW, SERVICE, stacksOf, TENANT } from './fleet.ts'

/** Processes that differ in their counts; the others are like one of them. */
const KINDS = 8
const RETENTION_DAYS = 90

/** Rows as the shipped stores write them, one of each kind and time; what is made of them differs in its keys. */
export interface Templates {
  /** @param place which process */
  snapshot(slot: number, place: number): Promise<Row>
  /** A row of a batch. @param minutes slots of it, from the first one on */
  packed(first: number, minutes: number, place: number): Promise<Row>
  block(step: BlockStep, start: number, place: number): Promise<Row>
  process(process: Process): Promise<Row>
}

/** What a stage made the next one need not make again: its time is not that of the job that is played. */
const made = new Map<number, Templates>()

export function templatesOf(fleet: Fleet): Templates {
  const known = made.get(fleet.signatures) ?? newTemplates(fleet)
  made.set(fleet.signatures, known)
  return known
}

function newTemplates(fleet: Fleet): Templates {
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
  /** @param minute of a quarter of an hour @param slot that it is called by */
  const snapshotAt = (minute: number, kind: number, slot: number, source: string): Snapshot => {
    const sightings = sightingsAt(NOW - 15 * MINUTE + minute * MINUTE, kind)
    return {
      id: `${firstSnapshotId(slot)}${'0'.repeat(16)}`,
      process: `p-${kind}`,
      type: 'goroutine',
      debug: 0,
      at: slot + ((kind * 7_919) % MINUTE) + jitterOf(minute, kind),
      total: sightings.reduce((sum, { count }) => sum + count, 0),
      partial: false,
      sightings,
      sha256: createHash('sha256').update(`${minute} ${kind}`).digest('hex'),
      source,
    }
  }
  return {
    snapshot: (slot, place) => {
      const kind = place % KINDS
      const minute = minuteOf(slot)
      return once(`snapshot ${minute} ${kind}`, () =>
        taken((rows) =>
          snapshotIndex(rows).putIfAbsent(TENANT, SERVICE, snapshotAt(minute, kind, slot, 'push'), NOW),
        ),
      )
    },
    packed: (first, minutes, place) => {
      const kind = place % KINDS
      return once(`packed ${minuteOf(first)} ${minutes} ${kind}`, () => {
        const snapshots = Array.from({ length: minutes }, (_, i) =>
          snapshotAt(minuteOf(first + i * MINUTE), kind, hourStart(NOW) + i * MINUTE, 'batch'),
        )
        const batch = `${snapshots[0]?.id}.${'0'.repeat(10)}`
        return taken((rows) => snapshotIndex(rows).putBatch(TENANT, SERVICE, batch, snapshots, NOW))
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

/** Milliseconds by which a pull comes late: up to a tenth of a minute (cli/agent/schedule.ts). */
const jitterOf = (minute: number, kind: number): number => ((minute * 2_311 + kind * 997) % 61) * 100

/** Counts of a process change from minute to minute, and come again after a quarter of an hour. */
const minuteOf = (slot: number): number => Math.floor(slot / MINUTE) % 15
