import { Rejection } from '#shared/api/reason.ts'
import { DEBUG_LEVELS } from '#shared/goroutine/model.ts'
import { factsOf } from '#shared/ingest/profile-object.ts'
import {
  firstSnapshotId,
  objectKey,
  parseProfileKey,
  seriesOf,
  slotStartOf,
  snapshotId,
} from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { HOUR } from '#shared/time.ts'
import { kindOf } from '#shared/trend/snapshot.ts'
import { newestBatched } from './live-batches.ts'

/** A process whose last profile is older does not run any more, as in the totals of a service. */
const HEARD_WITHIN = HOUR
/** Profiles of one answer: the newest of each process in each form that it sends. */
const MOST_PROFILES = 200
/** Objects that are fetched at once. */
const AT_ONCE = 8

/** All processes of a service at one time. */
export interface Instant {
  /** Milliseconds since the epoch; to the slot, mostly a minute. */
  readonly at: number
  /** Of this process alone. */
  readonly process: string | undefined
}

/**
 * The newest goroutine profile of each instance that was heard of in the hour before a time, read from the
 * bucket alone: it knows all days that are kept, the index the last three.
 *
 * @throws Rejection `unknown-profile` where there is none, `bad-parameter` where there are too many
 */
export async function* liveProfiles(
  { profiles, now }: { readonly profiles: ProfileStore; readonly now: () => number },
  tenant: string,
  service: string,
  { at, process }: Instant,
): AsyncGenerator<StoredProfile> {
  const to = Math.min(at, now() + HOUR)
  const newest = newestFirst(await newestOfEach(profiles, tenant, service, to, process))
  const seen = new Set<string>()
  for (let i = 0; i < newest.length; i += AT_ONCE) {
    const some = await Promise.all(newest.slice(i, i + AT_ONCE).map(({ load }) => load()))
    for (const stored of some) {
      if (stored === undefined) continue
      const facts = factsOf(stored.metadata)
      // A restart begins a new process: only the last life of an instance runs.
      if (facts.type === 'goroutineleak' || seen.has(facts.process.instance)) continue
      seen.add(facts.process.instance)
      yield stored
    }
  }
  if (seen.size > 0) return
  throw new Rejection(
    'unknown-profile',
    `No process sent a goroutine profile in the hour before ${new Date(to).toISOString()}.`,
    process === undefined ? {} : { actual: process.slice(0, 200) },
  )
}

/** A profile of an object of its own, or of a batch. */
interface Found {
  readonly key: string
  readonly load: () => Promise<StoredProfile | undefined>
}

/** The newest profile of each process and kind. */
async function newestOfEach(
  profiles: ProfileStore,
  tenant: string,
  service: string,
  to: number,
  process: string | undefined,
): Promise<Iterable<Found>> {
  const newest = new Map<string, Found>()
  const wanted = process === undefined ? undefined : seriesOfProcess(process)
  const from = Math.max(0, to - HEARD_WITHIN)
  for (let hour = from; Math.floor(hour / HOUR) <= Math.floor(to / HOUR); hour += HOUR) {
    const prefix = objectKey.profileHour(tenant, service, hour)
    for await (const key of profiles.list(prefix, prefix + firstSnapshotId(from))) {
      const id = parseProfileKey(key)?.id
      if (id === undefined) continue
      if ((slotStartOf(id) ?? 0) > to) break
      if (wanted?.has(seriesOf(id)) === false) continue
      newest.set(seriesOf(id), { key, load: () => profiles.get(key) })
      atMost(newest.size)
    }
  }
  for (const [series, stored] of await newestBatched(profiles, tenant, service, {
    from,
    to,
    wanted,
    atMost,
  })) {
    const alone = newest.get(series)
    if (alone === undefined || nameOf(stored) > nameOf(alone))
      newest.set(series, { key: stored.key, load: async () => stored })
  }
  atMost(newest.size)
  return newest.values()
}

const atMost = (found: number): void => {
  if (found > MOST_PROFILES) throw tooMany(found)
}

const seriesOfProcess = (process: string): Set<string> =>
  new Set(DEBUG_LEVELS.map((debug) => seriesOf(snapshotId(process, kindOf({ type: 'goroutine', debug }), 0))))

/** By time; of one slot debug=0 comes first, which has the runtime's frames. */
const newestFirst = (profiles: Iterable<Found>): Found[] => {
  const rank = (profile: Found): string => {
    const [id = '', form] = nameOf(profile).split('.')
    return `${id.slice(0, -seriesOf(id).length)}${form === 'pb' ? 1 : 0}`
  }
  return [...profiles].sort((a, b) => (rank(a) > rank(b) ? -1 : 1))
}

/** The last part of a key, which begins with the id. */
const nameOf = ({ key }: { readonly key: string }): string => key.slice(key.lastIndexOf('/') + 1)

const tooMany = (actual: number): Rejection =>
  new Rejection(
    'bad-parameter',
    `At least ${actual} profiles would be merged, the newest of each process and form; the limit is ${MOST_PROFILES}: name one process with process=.`,
    { limit: MOST_PROFILES, actual },
  )
