import { Rejection } from '#shared/api/reason.ts'
import { type BatchId, batchId, batchKey, MOST_SERIES } from '#shared/store/batch-key.ts'
import { seriesOf, slotStartOf } from '#shared/store/keys.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import { HOUR } from '#shared/time.ts'
import { batchObject, packBatch } from './batch-object.ts'
import { indexBatch } from './index-batch.ts'
import type { IngestDeps, KeepDeps } from './ingest.ts'
import type { ReadPush } from './read-push.ts'
import { unstored } from './unstored.ts'

/** A profile that nothing speaks against, and the place of its item in the request. */
export interface ReadItem {
  readonly place: number
  readonly read: ReadPush
  /** Without its gzip. */
  readonly bytes: Uint8Array
}

/** An item that S3 holds. */
export interface StoredItem {
  readonly item: ReadItem
  readonly newSignatures: number
  /** false: queued to be indexed. */
  readonly indexed: boolean
}

/**
 * Stores items in as few objects as their keys allow, mostly one, and indexes them.
 *
 * An outage at one of them answers for all of the items: those that are stored are duplicates when they come again.
 * @throws Rejection that is safe to repeat
 */
export async function storeBatches(
  deps: IngestDeps,
  tenant: string,
  items: readonly ReadItem[],
  now: number,
): Promise<StoredItem[]> {
  const sorted = items.toSorted((a, b) => (a.read.id < b.read.id ? -1 : 1))
  const { together = (_, work) => work(deps) } = deps
  const stored: StoredItem[] = []
  for (const some of objectsOf(sorted)) {
    const { tar, sha256 } = await packBatch(some)
    const marked = some.map(({ read }) => ({ service: read.service, id: read.id }))
    const batch = batchId(marked, sha256)
    const object = await batchObject(batchKey(tenant, batch, marked), tar, { sha256, receivedAt: now })
    const { fresh, unindexed } = await together(object.body.byteLength, (stores) =>
      keep(stores, object, batch, some, now),
    )
    if (unindexed !== undefined) await queueForIndex(deps, object.key, unindexed)
    const indexed = unindexed === undefined
    stored.push(...some.map((item, i) => ({ item, newSignatures: fresh[i] ?? 0, indexed })))
  }
  return stored
}

/** What became of a batch that was stored. */
interface Kept {
  readonly fresh: readonly number[]
  /** Why its rows are not written. */
  readonly unindexed?: unknown
}

/** Stores the object, then its rows. Only the same profiles have the same key. */
async function keep(
  deps: KeepDeps,
  object: StoredProfile,
  batch: BatchId,
  items: readonly ReadItem[],
  now: number,
): Promise<Kept> {
  await deps.profiles.put(object).catch((cause: unknown) => {
    throw unstored('batch', cause)
  })
  try {
    const reads = items.map(({ read }) => read)
    return { fresh: await indexBatch(deps, batch, reads, now) }
  } catch (cause) {
    return { fresh: [], unindexed: cause }
  }
}

async function queueForIndex({ indexQueue }: IngestDeps, key: string, cause: unknown): Promise<void> {
  await indexQueue.send({ key }).catch((queueCause) => {
    const detail = 'The batch is stored but neither the index nor its queue answers; send it again.'
    throw new Rejection('index-unavailable', detail, { cause: new AggregateError([cause, queueCause]) })
  })
}

/** No object has more processes and kinds than its key can mark, and none goes an hour beyond its first profile. */
function* objectsOf(sorted: readonly ReadItem[]): Generator<readonly ReadItem[]> {
  let [some, series]: [ReadItem[], Set<string>] = [[], new Set()]
  const slotOf = ({ read }: ReadItem): number => slotStartOf(read.id) ?? 0
  for (const item of sorted) {
    const one = `${item.read.service}\n${seriesOf(item.read.id)}`
    const [first] = some
    const isFull = series.size >= MOST_SERIES && !series.has(one)
    if (first !== undefined && (isFull || slotOf(item) - slotOf(first) >= HOUR)) {
      yield some
      ;[some, series] = [[], new Set()]
    }
    some.push(item)
    series.add(one)
  }
  if (some.length > 0) yield some
}
