import { HOUR } from '#shared/time.ts'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import type { BatchId } from './batch-key.ts'
import { firstSnapshotId } from './keys.ts'
import { mergedRows } from './merged-rows.ts'
import type { RowStore } from './rows.ts'
import { endOfBatch } from './snapshot-row.ts'

/** What the index has of an hour of a service, by names alone. */
export interface HourNames {
  /** Batches that begin in it and of which `putBatch` came to its end. */
  readonly batches: ReadonlySet<BatchId>
  /** Snapshots that came alone, in order; rows are read as they are asked for. */
  readonly alone: AsyncIterable<SnapshotId>
}

/** Rows of batches stand where the first slot of their hour stands, those of single snapshots in their own slots. */
const SLOT = 1_000

/**
 * Reads the keys of the rows of an hour: of the first slot at once, since the rows of all batches stand there.
 *
 * @param pks partitions that the hour lies in
 */
export async function hourNames(rows: RowStore, pks: readonly string[], hour: number): Promise<HourNames> {
  const [first, second, end] = [hour, hour + SLOT, hour + HOUR].map(firstSnapshotId) as [
    string,
    string,
    string,
  ]
  const batches = new Set<BatchId>()
  const alone: SnapshotId[] = []
  await Promise.all(
    pks.map(async (pk) => {
      for await (const { sk } of rows.query({ pk, from: first, to: `${first}~`, keysOnly: true })) {
        const batch = endOfBatch(sk)
        if (batch !== undefined) batches.add(batch)
        else if (!sk.includes('+')) alone.push(sk)
      }
    }),
  )
  alone.sort()
  const others = async function* () {
    yield* alone
    const found = pks.map((pk) => rows.query({ pk, from: second, to: end, keysOnly: true }))
    for await (const { sk } of mergedRows(found)) yield sk
  }
  return { batches, alone: others() }
}
