import { reconcile } from '#functions/reconcile/reconcile.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { seriesOf, snapshotId } from '#shared/store/keys.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import { HOUR } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { type Fleet, largest, NOW, processesOf } from '../fleet.ts'
import { madeBucket } from '../made-bucket.ts'
import type { Played } from '../played.ts'
import { senderOf } from '../sender.ts'
import { SENDING, servicesOfRequest } from '../senders.ts'
import { measured, openStage } from '../stage.ts'

/** Processes of one service whose two days are compared truly: 144,000 objects. */
const SAMPLE = 50

/** The night's work of the whole fleet, by the objects that a part of one service takes. */
export async function playReconcile(fleet: Fleet): Promise<Played> {
  const sample = Math.min(SAMPLE, largest(fleet))
  const services = servicesOfRequest(fleet.senders, fleet.services)
  const batch = services > 1 ? await batchOf(fleet) : undefined
  // It runs for minutes: its code is warm.
  await compare(fleet, sample, batch)
  const { stage, asked, run, done } = await compare(fleet, sample, batch)
  // A batch of several services is looked at once for all of them.
  const scale = fleet.processes / (sample * services)
  const sdkSeconds = ((asked.pages + asked.gets) * ASSUMED.sdkMilliseconds) / 1_000
  const seconds = (run.seconds + sdkSeconds) * scale
  return {
    job: 'reconcile',
    function: 'reconcile',
    part: `${done.objects} of ${Math.round(done.objects * scale)} objects`,
    processorSeconds: (run.processorSeconds + sdkSeconds) * scale,
    seconds,
    peakBytes: run.peakBytes,
    runsADay: Math.max(1, Math.ceil(seconds / FUNCTION_LIMITS.reconcile.seconds)),
    readUnits: stage.load.units.read * scale,
    writeUnits: stage.load.units.write * scale,
    objectPuts: 0,
    objectLists: asked.pages * scale,
    objectGets: asked.gets * scale,
    queueRequests: 0,
    hottest: stage.load.hottest(),
    throttledSeconds: (stage.load.throttled.milliseconds / 1_000) * scale,
    logBytes: 0,
  }
}

/** Compares two days of a part of one service. */
async function compare(fleet: Fleet, sample: number, batch: StoredProfile | undefined) {
  const stage = await openStage({ ...fleet, processes: sample * fleet.services }, { of: fleet })
  const asked = { pages: 0, gets: 0 }
  const { snapshots, sockets, jobs } = stage.instance()
  const indexQueue = { send: () => Promise.reject(new Error('nothing is missing')) }
  const profiles = madeBucket(stage, fleet, sample, asked, batch)
  const run = measured(stage, 'reconcile')
  const done = await reconcile({ snapshots, sockets, jobs, indexQueue, profiles }, NOW)
  const [seconds, processorSeconds, peakBytes] = [run.seconds(), run.processorSeconds(), run.peakBytes()]
  return { stage, asked, done, run: { seconds, processorSeconds, peakBytes } }
}

/** An object as the agent of a node makes it. */
async function batchOf(fleet: Fleet): Promise<StoredProfile | undefined> {
  const { processes } = SENDING[fleet.senders]
  const stage = await openStage({ ...fleet, processes, services: 1 })
  let stored: StoredProfile | undefined
  const profiles = {
    ...memoryProfileStore(),
    put: async (object: StoredProfile) => {
      stored = object
      return { outcome: 'stored' } as const
    },
  }
  const seriesOfProcess = ({ id }: Process): string => seriesOf(snapshotId(id, 'goroutine/0', 0))
  // The first of it is of the service that is played.
  const some = processesOf(processes)
    .toSorted((a, b) => (seriesOfProcess(a) < seriesOfProcess(b) ? -1 : 1))
    .map((process, place) => ({ process, place }))
  const request = await senderOf(fleet)(some, NOW + HOUR)
  await request.take({ ...stage.instance(), profiles }, NOW + HOUR)
  return stored
}
