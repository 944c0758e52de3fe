import { hourStart } from '#shared/time.ts'
import { processId } from '#shared/trend/process.ts'
import { type IndexDeps, markNews, snapshotOf } from './index-snapshot.ts'
import { type ReadStoredDeps, readStored, type StoredRead } from './read-stored.ts'
import { recordSignatures } from './record-signatures.ts'
import { remembered } from './remembered.ts'

/** Objects read at one time: enough to hide most of the 20 ms that S3 takes; profile.proto of a push has 4.5 MB at most. */
const READS = 8

/**
 * Indexes some profiles that S3 holds, in time order: what they have in common (service, signatures, process, marks) is written
 * once, where one after the other would write it for each.
 *
 * @throws AggregateError where some could not be read; the others are indexed
 */
export async function indexTogether(
  deps: IndexDeps & ReadStoredDeps,
  keys: readonly string[],
  now: number,
): Promise<void> {
  const reads: StoredRead[] = []
  const failures: unknown[] = []
  const rest = keys.values()
  const reader = async (): Promise<void> => {
    for (const key of rest) {
      const read = await readStored(deps, key, now).catch((error: unknown) => {
        failures.push(error)
      })
      if (read !== undefined) reads.push(read)
    }
  }
  await Promise.all(Array.from({ length: READS }, reader))
  reads.sort((a, b) => a.facts.at - b.facts.at)
  for (const some of groups(reads, ({ tenant, service }) => [tenant, service]))
    await indexOfService(deps, some, now)
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${keys.length} profiles could not be indexed`)
}

async function indexOfService(deps: IndexDeps, reads: readonly StoredRead[], now: number): Promise<void> {
  const [{ tenant, service, lastJudged }] = reads as [StoredRead]
  const memory = remembered()
  const received = Math.min(...reads.map(({ facts }) => facts.receivedAt))
  await deps.directory.addService(tenant, service, received)
  await deps.directory.sawService(tenant, service, received)
  for (const read of reads) await recordSignatures(deps.signatures, memory, read, now)
  await Promise.all(
    groups(reads, ({ facts }) => processId(facts.process)).map((some) => introduce(deps, some)),
  )
  await Promise.all(reads.map((read) => deps.snapshots.putIfAbsent(tenant, service, snapshotOf(read), now)))
  // After the rows, never before: a judge between the two would clear the mark of a row that it has not seen.
  const parts = reads.map(async (read) => {
    const { process, at } = read.facts
    return { read, part: await deps.snapshots.partOf(tenant, service, processId(process), at) }
  })
  for (const [{ read }] of groups(await Promise.all(parts), ({ read, part }) => [
    hourStart(read.facts.at),
    part,
  ]))
    await markNews(
      { ...deps, remembered: memory },
      tenant,
      service,
      snapshotOf(read),
      now,
      lastJudged,
      'hours',
    )
}

/** Of those that say the same of their process the first and the last tell all. */
async function introduce({ directory }: IndexDeps, reads: readonly StoredRead[]): Promise<void> {
  for (const same of groups(reads, ({ facts }) => [facts.process, facts.labels]))
    for (const { tenant, service, facts } of new Set([same[0], same.at(-1) ?? same[0]])) {
      const { process, labels, at } = facts
      const seen = { ...process, id: processId(process), labels, firstSeen: at, lastSeen: at }
      await directory.sawProcess(tenant, service, seen)
    }
}

/** In the order of their first members. */
const groups = <Item>(items: readonly Item[], by: (item: Item) => unknown): [Item, ...Item[]][] => [
  ...(Map.groupBy(items, (item) => JSON.stringify(by(item))).values() as Iterable<[Item, ...Item[]]>),
]
