import { batchKey } from '#shared/store/batch-key.ts'
import { firstSnapshotId, objectKey, SEVERAL, seriesOf, snapshotId } from '#shared/store/keys.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { ASSUMED } from '../cost/prices.ts'
import { type Fleet, NOW, processesOf, SERVICE, TENANT } from './fleet.ts'
import { batchOf, piecesOf, togetherOf } from './made-batches.ts'
import { sendingOf, servicesOfRequest } from './senders.ts'
import type { Stage } from './stage.ts'

/** Keys of a page of a list. */
const PAGE = 1_000

/** What was asked of the bucket. */
interface Asked {
  pages: number
}

/** The keys of what a part of a service stored in the first hours of yesterday, listed a page at a time. */
export function madeBucket(
  { time }: Stage,
  fleet: Fleet,
  { processes, hours }: { readonly processes: number; readonly hours: number },
  asked: Asked,
): ProfileStore {
  const folder = servicesOfRequest(fleet.senders, fleet.services) > 1 ? SEVERAL : SERVICE
  const all = processesOf(processes).map(({ id }, place) => ({
    place,
    series: seriesOf(snapshotId(id, 'goroutine/0', 0)),
  }))
  const keysOf = fleet.senders === 'single' ? keysOfProfiles(fleet, all) : keysOfBatches(fleet, all)
  const page = async (): Promise<void> => {
    asked.pages++
    await time.until(time.now() + ASSUMED.listMilliseconds)
  }
  return {
    ...memoryProfileStore(),
    list: async function* (prefix, after = '') {
      const first = dayStart(NOW) - DAY
      let keys = 0
      for (let hour = first; hour < first + hours * HOUR; hour += HOUR) {
        if (!objectKey.profileHour(TENANT, folder, hour).startsWith(prefix)) continue
        for (const key of keysOf(hour)) {
          if (key <= after) continue
          if (keys++ % PAGE === 0) await page()
          yield key
        }
      }
    },
    get: () => Promise.reject(new Error('no batch is read whose row stands')),
  }
}

interface Series {
  readonly place: number
  readonly series: string
}

function keysOfProfiles(fleet: Fleet, all: readonly Series[]): (hour: number) => Iterable<string> {
  const sorted = all.map(({ series }) => series).sort()
  return function* (hour) {
    for (let slot = hour; slot < hour + HOUR; slot += sendingOf(fleet).slot * MINUTE)
      for (const series of sorted)
        yield objectKey.profile(TENANT, SERVICE, `${firstSnapshotId(slot)}${series}`, 0)
  }
}

/** One key for the processes of the service that one agent sends for. */
function keysOfBatches(fleet: Fleet, all: readonly Series[]): (hour: number) => Iterable<string> {
  const together = togetherOf(fleet)
  const services = servicesOfRequest(fleet.senders, fleet.services)
  const agents = [...Map.groupBy(all, ({ place }) => Math.floor(place / together)).values()]
  return (hour) =>
    agents
      .flatMap((some) => {
        const [{ place, series }] = some.toSorted((a, b) => (a.series < b.series ? -1 : 1)) as [Series]
        return piecesOf(fleet, hour, place)
          .filter(({ batch }) => batch >= hour)
          .map(({ batch }) => {
            const own = some.map((one) => ({
              service: SERVICE,
              id: `${firstSnapshotId(batch)}${one.series}`,
            }))
            const others = Array.from({ length: services - 1 }, (_, i) => ({
              service: `${SERVICE}-${i + 1}`,
              id: `${firstSnapshotId(batch)}${String(place * services + i).padStart(series.length, '0')}`,
            }))
            const marked = [...own, ...others]
            return batchKey(TENANT, batchOf(fleet, batch, { series }), marked)
          })
      })
      .sort()
}
