import { reconcile } from '#functions/reconcile/reconcile.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { firstSnapshotId, INDEXED, objectKey, seriesOf, snapshotId } from '#shared/store/keys.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { type Fleet, largest, NOW, processesOf, SERVICE, TENANT } from '../fleet.ts'
import type { Played } from '../played.ts'
import { measured, openStage, type Stage } from '../stage.ts'

/** Processes of one service whose two days are compared truly: 144,000 objects. */
const SAMPLE = 50
const DAYS = 2
const MINUTES_A_DAY = 24 * 60
/** Keys of a page of a list. */
const PAGE = 1_000

/** The night's work of the whole fleet, by the objects that a part of one service takes. */
export async function playReconcile(fleet: Fleet): Promise<Played> {
  const sample = Math.min(SAMPLE, largest(fleet))
  const stage = await openStage({ ...fleet, processes: sample, services: 1 }, { of: fleet })
  const listed = { pages: 0 }
  const { snapshots, sockets, jobs } = stage.instance()
  const indexQueue = { send: () => Promise.reject(new Error('nothing is missing')) }
  const run = measured(stage, 'reconcile')
  const done = await reconcile(
    { snapshots, sockets, jobs, indexQueue, profiles: madeBucket(stage, sample, listed) },
    NOW,
  )
  const scale = fleet.processes / sample
  return {
    job: 'reconcile',
    function: 'reconcile',
    part: `${done.objects} of ${Math.round(done.objects * scale)} objects`,
    processorSeconds: run.processorSeconds() * scale,
    seconds: run.seconds() * scale,
    peakBytes: run.peakBytes(),
    runsADay: Math.max(1, Math.ceil((run.seconds() * scale) / FUNCTION_LIMITS.reconcile.seconds)),
    readUnits: stage.load.units.read * scale,
    writeUnits: stage.load.units.write * scale,
    objectPuts: 0,
    objectLists: listed.pages * scale,
    queueRequests: 0,
    hottest: stage.load.hottest(),
    throttledSeconds: (stage.load.throttled.milliseconds / 1_000) * scale,
    logBytes: 0,
  }
}

/** The keys of the profiles of one service, listed a page at a time. */
function madeBucket({ time }: Stage, processes: number, listed: { pages: number }): ProfileStore {
  const series = processesOf(processes)
    .map(({ id }) => seriesOf(snapshotId(id, 'goroutine/0', 0)))
    .sort()
  const page = async (): Promise<void> => {
    listed.pages++
    await time.until(time.now() + ASSUMED.listMilliseconds)
  }
  return {
    ...memoryProfileStore(),
    folders: async function* (prefix) {
      await page()
      if (prefix === INDEXED[0]) yield TENANT
      else if (prefix === objectKey.indexedOf(INDEXED[0], TENANT)) yield SERVICE
    },
    list: async function* (prefix, after = '') {
      const first = dayStart(NOW) - DAYS * DAY
      let keys = 0
      for (let slot = first; slot < first + DAYS * MINUTES_A_DAY * MINUTE; slot += MINUTE) {
        const hour = objectKey.profileHour(TENANT, SERVICE, slot)
        if (!hour.startsWith(prefix)) {
          slot += HOUR - MINUTE
          continue
        }
        for (const one of series) {
          const key = objectKey.profile(TENANT, SERVICE, `${firstSnapshotId(slot)}${one}`, 0)
          if (key <= after) continue
          if (keys++ % PAGE === 0) await page()
          yield key
        }
      }
    },
  }
}
