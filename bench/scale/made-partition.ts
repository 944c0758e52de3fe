import { firstSnapshotId, slotStartOf } from '#shared/store/keys.ts'
import type { Row } from '#shared/store/rows.ts'
import { MINUTE } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'

/** One process, and what its rows are called. */
export interface Made {
  readonly process: Process
  readonly place: number
  /** What its snapshot ids end in. */
  readonly series: string
}

/** A partition whose rows are made when they are asked for: the same rows each time, and none of them is held. */
export interface Partition {
  rows(from: string, to: string, newestFirst: boolean): AsyncIterable<Row>
  get(sk: string): Promise<Row | undefined>
}

/** The slot that an id, or the beginning of one, begins with. */
export function slotOf(sk: string, otherwise: number): number {
  const at = slotStartOf(`${sk.slice(0, firstSnapshotId(0).length)}${'0'.repeat(16)}`)
  return at === undefined ? otherwise : Math.floor(at / MINUTE) * MINUTE
}
