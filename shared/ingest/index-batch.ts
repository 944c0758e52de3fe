import { parseBatchKey } from '#shared/store/batch-key.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { processId } from '#shared/trend/process.ts'
import { unpackBatch } from './batch-object.ts'
import { type IndexDeps, introduce, type Marks, markNews, snapshotOf } from './index-snapshot.ts'
import type { ReadPushDeps } from './read-push.ts'
import { readKept, type StoredRead } from './read-stored.ts'
import { FORGETFUL } from './remembered.ts'
import type { SignedProfile } from './signed-profile.ts'
import { isUrgent } from './urgent.ts'

export interface IndexBatchDeps extends IndexDeps, ReadPushDeps {
  readonly profiles: ProfileStore
}

/**
 * Writes all rows of a batch; writing them again changes nothing, in whatever order batches come.
 *
 * @param reads in order of their ids
 * @returns how many signatures nobody had seen before, for each of the profiles
 */
export async function indexBatch(
  deps: IndexDeps,
  batch: string,
  reads: readonly StoredRead[],
  now: number,
  marks: Marks = 'snapshots',
): Promise<number[]> {
  const processOf = ({ service, facts }: SignedProfile): string =>
    JSON.stringify([service, processId(facts.process)])
  const lastSeen = new Map(reads.map((read) => [processOf(read), read.facts.at]))
  const fresh = new Map<SignedProfile, number>()
  const [first = [], ...others] = [
    ...Map.groupBy(reads, ({ tenant, service }) => JSON.stringify([tenant, service])).values(),
  ]
  // Services have no row in common; of one they are written one after the other, since its profiles have.
  await each([first, ...others], async (some) => {
    for (const read of some) fresh.set(read, await introduce(deps, read, now, lastSeen.get(processOf(read))))
  })
  const put = async (some: readonly SignedProfile[]): Promise<void> => {
    const { tenant, service } = some[0] ?? {}
    if (tenant === undefined || service === undefined) return
    await deps.snapshots.putBatch(tenant, service, batch, some.map(snapshotOf), now)
  }
  // That of the first profile comes last: where its row stands, all of the batch do.
  await each(others, put)
  await put(first)
  await each([first, ...others], async (some) => {
    const newSignatures = some.reduce((sum, read) => sum + (fresh.get(read) ?? 0), 0)
    const turn =
      marks === 'snapshots' && !isUrgent({ reads: some, newSignatures }, now) ? 'of the hour' : 'next'
    for (const read of some)
      await markNews(deps, read.tenant, read.service, snapshotOf(read), now, read.lastJudged, marks, turn)
  })
  return reads.map((read) => fresh.get(read) ?? 0)
}

/** All at one time, as many as a batch has services at most. @throws the first failure, once all have ended */
async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const failed = (await Promise.allSettled(items.map(work))).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/**
 * Indexes a batch that S3 holds already.
 *
 * @returns false: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function indexStoredBatch(deps: IndexBatchDeps, key: string, now: number): Promise<boolean> {
  const name = parseBatchKey(key)
  if (name === undefined) throw new Error(`${key} is not the key of a batch`)
  const object = await deps.profiles.get(key)
  if (object === undefined) return false
  const { tenant, id: batch } = name
  const reads: StoredRead[] = []
  for (const { service, id, facts, bytes } of await unpackBatch(object))
    reads.push(await readKept(deps, { tenant, service, id, facts }, bytes, `${id} in ${key}`, now))
  await indexBatch({ ...deps, remembered: FORGETFUL }, batch, reads, now, 'hours')
  for (const service of new Set(reads.map((read) => read.service))) {
    const received = Math.max(
      ...reads.filter((read) => read.service === service).map(({ facts }) => facts.receivedAt),
    )
    await deps.directory.sawService(tenant, service, received)
  }
  return true
}
