import { inParallel } from '#shared/history/in-parallel.ts'
import { unpackBatch } from '#shared/ingest/batch-object.ts'
import { type BatchId, type BatchName, parseBatchKey } from '#shared/store/batch-key.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import type { JobPositions } from '#shared/store/job-position.ts'
import { parseIndexedKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import type { SocketIndex } from '#shared/store/socket-index.ts'
import { DAY, dayStart } from '#shared/time.ts'
import { type ObjectDay, objectDays } from './object-days.ts'

export interface ReconcileDeps {
  readonly profiles: ProfileStore
  readonly snapshots: SnapshotIndex
  readonly sockets: SocketIndex
  readonly indexQueue: IndexQueue
  readonly jobs: JobPositions
}

/** What one run did. */
export interface Reconciled {
  /** Days of services that were gone through, those of profiles and those of socket tables. */
  readonly days: number
  /** Profiles and socket tables that were looked for. */
  readonly objects: number
  /** Those that the index did not have, and that are queued. */
  readonly missing: number
  /** false: the next run goes on where this one ended. */
  readonly isDone: boolean
}

const JOB = 'reconcile'
/** Rows of snapshots live for three days: one that is not there in the first two is missing. */
const DAYS = 2
/** A page of the list. */
const STRIDE = 1_000
/** Milliseconds for what is under way to end. */
const RESERVE = 20_000
/** Messages sent at one time. */
const SENDS = 10
/** Objects of several services read at one time, some MB each; and services whose batches are looked for at one time. */
const OBJECTS = 10
const LOOKS = 32

/**
 * Compares the profiles and socket tables of the two days before this one with the index, and queues those that it lacks.
 *
 * Both sides are read in order of time, hand in hand, so that memory holds a page of each. The position moves when
 * what is missing before it is queued; after a day's end runs of the same day do nothing.
 * @param remaining milliseconds until whatever runs this ends it
 * @param stride objects between two notes of the position
 */
export async function reconcile(
  deps: ReconcileDeps,
  now: number,
  remaining: () => number = () => Number.POSITIVE_INFINITY,
  stride = STRIDE,
): Promise<Reconciled> {
  const today = dayStart(now)
  const position = await deps.jobs.read(JOB)
  const isOfToday = position?.at === today
  const sum = { days: 0, objects: 0, missing: 0 }
  if (isOfToday && position.after === undefined) return { ...sum, isDone: true }
  const dates = Array.from({ length: DAYS }, (_, i) => today - (DAYS - i) * DAY)
  for await (const day of objectDays(deps.profiles, dates, isOfToday ? position.after : undefined)) {
    for await (const { objects, missing, after } of strides(deps, day, stride)) {
      await inParallel(missing, SENDS, (key) => deps.indexQueue.send({ key }))
      sum.objects += objects
      sum.missing += missing.length
      await deps.jobs.write(JOB, { at: today, after })
      if (remaining() < RESERVE) return { ...sum, isDone: false }
    }
    sum.days++
  }
  await deps.jobs.write(JOB, { at: today })
  return { ...sum, isDone: true }
}

/** A day of a service, some objects at a time, with the keys of those that the index lacks. */
async function* strides(
  deps: ReconcileDeps,
  day: ObjectDay,
  stride: number,
): AsyncGenerator<{
  readonly objects: number
  readonly missing: readonly string[]
  readonly after: string
}> {
  const { prefix, after } = day
  const ids = idsOf(deps, day)[Symbol.asyncIterator]()
  // A day that came in batches alone has none of its rows read for single profiles.
  let known: IteratorResult<string> | undefined
  let [missing, batches]: [string[], [string, BatchName][]] = [[], []]
  let looked = 0
  let last = after
  for await (const key of deps.profiles.list(prefix, after)) {
    const batch = parseBatchKey(key)
    if (batch !== undefined) batches.push([key, batch])
    const id = parseIndexedKey(key)?.id
    if (id !== undefined) {
      known ??= await ids.next()
      while (!known.done && known.value < id) known = await ids.next()
      if (known.done || known.value !== id) missing.push(key)
    }
    last = key
    if (++looked < stride) continue
    yield { objects: looked, missing: [...missing, ...(await unindexed(deps, batches))], after: key }
    looked = 0
    ;[missing, batches] = [[], []]
  }
  if (looked === 0 || last === undefined) return
  yield { objects: looked, missing: [...missing, ...(await unindexed(deps, batches))], after: last }
}

/**
 * Keys of the batches that the index lacks. The row of the first profile of a batch is the last that is written of it; an
 * object that went meanwhile is not missing.
 */
async function unindexed(
  { profiles, snapshots }: ReconcileDeps,
  batches: readonly (readonly [string, BatchName])[],
): Promise<string[]> {
  const named: { key: string; tenant: string; service: string; id: BatchId }[] = []
  await inParallel(batches, OBJECTS, async ([key, { tenant, id, ...name }]) => {
    const service = name.service ?? (await firstService(profiles, key))
    if (service !== undefined) named.push({ key, tenant, service, id })
  })
  const missing: string[] = []
  const services = Map.groupBy(named, ({ tenant, service }) => JSON.stringify([tenant, service]))
  await inParallel(services.values(), LOOKS, async (some) => {
    const { tenant, service } = some[0] as (typeof named)[number]
    const ids = some.map(({ id }) => id)
    const found = await snapshots.batchesIn(tenant, service, ids)
    missing.push(...some.filter(({ id }) => !found.has(id)).map(({ key }) => key))
  })
  return missing
}

/** A batch of several services says only in itself which they are. */
async function firstService(profiles: ProfileStore, key: string): Promise<string | undefined> {
  const object = await profiles.get(key)
  return object === undefined ? undefined : (await unpackBatch(object))[0]?.service
}

/** What the index has of a day, in order. */
async function* idsOf(
  { snapshots, sockets }: ReconcileDeps,
  { folder, tenant, service, at, after }: ObjectDay,
): AsyncGenerator<string> {
  const last = after === undefined ? undefined : parseIndexedKey(after)?.id
  const range = { from: at, to: at + DAY, ...(last === undefined ? {} : { after: last }) }
  if (folder === 'sockets/') yield* sockets.ids(tenant, service, range)
  else
    for await (const { id, batch } of snapshots.heads(tenant, service, range))
      if (batch === undefined) yield id
}
