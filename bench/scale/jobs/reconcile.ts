import { reconcileDay } from '#functions/reconcile-day/reconcile-day.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { STAGES } from '#infra/stages.ts'
import { SEVERAL } from '#shared/store/keys.ts'
import { DAY, dayStart } from '#shared/time.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { type Fleet, isSpread, largest, NOW, SERVICE, TENANT } from '../fleet.ts'
import { madeBucket } from '../made-bucket.ts'
import type { Played } from '../played.ts'
import { servicesOfRequest } from '../senders.ts'
import { measured, openStage } from '../stage.ts'

/** Processes of one service and hours that are compared truly; of a service that is spread enough to fill its parts. */
const SAMPLE = { processes: 50, hours: 24 } as const
const SPREAD_SAMPLE = { processes: 20_000, hours: 1 } as const
/** Days of each service that a night compares (functions/reconcile/plan-days.ts). */
const DAYS = 2

/** A night's comparison of the whole fleet, by a part of one service. */
export async function playReconcile(fleet: Fleet): Promise<Played> {
  const { processes, hours } = isSpread(fleet) ? SPREAD_SAMPLE : SAMPLE
  const sample = Math.min(processes, largest(fleet))
  const services = servicesOfRequest(fleet.senders, fleet.services)
  // It runs for minutes: its code is warm.
  await compare(fleet, Math.min(sample, SAMPLE.processes), 1)
  const { stage, asked, run, done } = await compare(fleet, sample, hours)
  // A batch of several services is looked at once for all of them.
  const scale = (DAYS * 24 * fleet.processes) / (sample * hours * services)
  const sdkSeconds = (asked.pages * ASSUMED.sdkMilliseconds) / 1_000
  // Batches of several services are one folder of their tenant.
  const messages = DAYS * (services > 1 ? 1 : fleet.services)
  const each = ((run.seconds + sdkSeconds) * scale) / messages
  const most = FUNCTION_LIMITS['reconcile-day'].seconds / 2
  const runs = messages * Math.max(1, Math.ceil(each / most))
  return {
    job: 'reconcile',
    function: 'reconcile-day',
    part: `${done.objects} of ${Math.round(done.objects * scale)} objects`,
    processorSeconds: ((run.processorSeconds + sdkSeconds) * scale) / runs,
    seconds: Math.min(each, most),
    chainSeconds: Math.max(each, (each * messages) / STAGES.prod.reconcilers),
    peakBytes: run.peakBytes,
    runsADay: runs,
    readUnits: stage.load.units.read * scale,
    writeUnits: stage.load.units.write * scale,
    objectPuts: 0,
    objectLists: asked.pages * scale,
    queueRequests: 3 * runs,
    hottest: stage.load.hottest(),
    throttledSeconds: (stage.load.throttled.milliseconds / 1_000) * scale,
    logBytes: 0,
  }
}

/** Compares some hours of yesterday of a part of one service. */
async function compare(fleet: Fleet, sample: number, hours: number) {
  const stage = await openStage({ ...fleet, processes: sample * fleet.services }, { of: fleet })
  const asked = { pages: 0 }
  const services = servicesOfRequest(fleet.senders, fleet.services)
  if (services > 1)
    for (let i = 1; i < fleet.services; i++)
      await stage.quiet.directory.addService(TENANT, `${SERVICE}-${i}`, NOW - DAY)
  const { snapshots, sockets, directory } = stage.instance()
  const indexQueue = { send: () => Promise.reject(new Error('nothing is missing')) }
  const profiles = madeBucket(stage, fleet, { processes: sample, hours }, asked)
  const request = {
    folder: 'profiles/',
    tenant: TENANT,
    service: services > 1 ? SEVERAL : SERVICE,
    day: dayStart(NOW) - DAY,
  } as const
  const run = measured(stage, 'reconcile-day')
  const done = await reconcileDay({ snapshots, sockets, directory, indexQueue, profiles }, request)
  const [seconds, processorSeconds, peakBytes] = [run.seconds(), run.processorSeconds(), run.peakBytes()]
  return { stage, asked, done, run: { seconds, processorSeconds, peakBytes } }
}
