import { asStored } from '#shared/ingest/batch-object.ts'
import { markedSeries, markOfSeries } from '#shared/store/batch-key.ts'
import { seriesOf, slotStartOf } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { HOUR } from '#shared/time.ts'
import { batchesBetween, profilesOfBatch } from '../../batched-profile.ts'

/** Batches that are unpacked at one time. */
const AT_ONCE = 8

/** Which profiles are looked for: slots that begin in a time, `to` inclusive. */
interface LiveRange {
  readonly from: number
  readonly to: number
  /** Ends of the ids of the only processes and kinds that are wanted; undefined: all. */
  readonly wanted: ReadonlySet<string> | undefined
  /** Hears how many processes and kinds were found so far, and throws where they are too many. */
  readonly atMost: (found: number) => void
}

/** The newest profile of each process and kind that came in batches, by the ends of their ids. */
export async function newestBatched(
  profiles: ProfileStore,
  tenant: string,
  service: string,
  { from, to, wanted, atMost }: LiveRange,
): Promise<Map<string, StoredProfile>> {
  const marks = wanted === undefined ? undefined : new Set([...wanted].map(markOfSeries))
  // Of each mark the two newest batches: the newest may begin with profiles of a later time than the one asked for.
  const newest = new Map<string, string[]>()
  for await (const { key, name } of batchesBetween(profiles, tenant, service, from - HOUR + 1, to)) {
    for (const mark of markedSeries(name.marks, service)) {
      if (marks?.has(mark) === false) continue
      newest.set(mark, [key, ...(newest.get(mark) ?? [])].sort(byName).slice(0, 2))
      atMost(newest.size)
    }
  }
  const keys = [...new Set([...newest.values()].flat())]
  const found = new Map<string, Awaited<ReturnType<typeof profilesOfBatch>>[number]>()
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const some = await Promise.all(
      keys.slice(i, i + AT_ONCE).map((key) => profilesOfBatch(profiles, service, key)),
    )
    for (const one of some.flat()) {
      const slot = slotStartOf(one.id) ?? 0
      const series = seriesOf(one.id)
      if (slot < from || slot > to || wanted?.has(series) === false) continue
      if (one.id > (found.get(series)?.id ?? '')) found.set(series, one)
    }
  }
  const stored = [...found].map(async ([series, one]) => [series, await asStored(tenant, one)] as const)
  return new Map(await Promise.all(stored))
}

/** The newest first, whichever folder they lie in. */
const byName = (a: string, b: string): number => (nameOf(a) > nameOf(b) ? -1 : 1)
const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)
