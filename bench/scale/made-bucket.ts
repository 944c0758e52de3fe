import { batchKey } from '#shared/store/batch-key.ts'
import { firstSnapshotId, INDEXED, objectKey, SEVERAL, seriesOf, snapshotId } from '#shared/store/keys.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { ASSUMED } from '../cost/prices.ts'
import { type Fleet, NOW, processesOf, SERVICE, TENANT } from './fleet.ts'
import { batchOf, piecesOf, togetherOf } from './made-batches.ts'
import { servicesOfRequest } from './senders.ts'
import type { Stage } from './stage.ts'

const DAYS = 2
/** Keys of a page of a list. */
const PAGE = 1_000

/** What was asked of the bucket. */
interface Asked {
  pages: number
  gets: number
}

/** The keys of what a service stored in two days, listed a page at a time. @param batch the object of a batch of several services */
export function madeBucket(
  { time }: Stage,
  fleet: Fleet,
  processes: number,
  asked: Asked,
  batch?: StoredProfile,
): ProfileStore {
  const folder = servicesOfRequest(fleet.senders, fleet.services) > 1 ? SEVERAL : SERVICE
  const all = processesOf(processes).map(({ id }, place) => ({
    place,
    series: seriesOf(snapshotId(id, 'goroutine/0', 0)),
  }))
  const keysOf = fleet.senders === 'single' ? keysOfProfiles(all) : keysOfBatches(fleet, all)
  const page = async (): Promise<void> => {
    asked.pages++
    await time.until(time.now() + ASSUMED.listMilliseconds)
  }
  return {
    ...memoryProfileStore(),
    folders: async function* (prefix) {
      await page()
      if (prefix === INDEXED[0]) yield TENANT
      else if (prefix === objectKey.indexedOf(INDEXED[0], TENANT)) yield folder
    },
    list: async function* (prefix, after = '') {
      const first = dayStart(NOW) - DAYS * DAY
      let keys = 0
      for (let hour = first; hour < first + DAYS * DAY; hour += HOUR) {
        if (!objectKey.profileHour(TENANT, folder, hour).startsWith(prefix)) continue
        for (const key of keysOf(hour)) {
          if (key <= after) continue
          if (keys++ % PAGE === 0) await page()
          yield key
        }
      }
    },
    get: async () => {
      asked.gets++
      await time.until(time.now() + ASSUMED.objectMilliseconds)
      return batch
    },
  }
}

interface Series {
  readonly place: number
  readonly series: string
}

function keysOfProfiles(all: readonly Series[]): (hour: number) => Iterable<string> {
  const sorted = all.map(({ series }) => series).sort()
  return function* (hour) {
    for (let slot = hour; slot < hour + HOUR; slot += MINUTE)
      for (const series of sorted)
        yield objectKey.profile(TENANT, SERVICE, `${firstSnapshotId(slot)}${series}`, 0)
  }
}

/** One key for the processes of the service that one agent sends for. */
function keysOfBatches(fleet: Fleet, all: readonly Series[]): (hour: number) => Iterable<string> {
  const together = togetherOf(fleet)
  const agents = [...Map.groupBy(all, ({ place }) => Math.floor(place / together)).values()]
  return (hour) =>
    agents
      .flatMap((some) => {
        const [{ place, series }] = some.toSorted((a, b) => (a.series < b.series ? -1 : 1)) as [Series]
        return piecesOf(fleet, hour, place)
          .filter(({ batch }) => batch >= hour)
          .map(({ batch }) => {
            const marked = some.map((one) => ({
              service: SERVICE,
              id: `${firstSnapshotId(batch)}${one.series}`,
            }))
            return batchKey(TENANT, batchOf(fleet, batch, { series }), marked)
          })
      })
      .sort()
}
