import { reportYesterday } from '#functions/report/report.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { type Fleet, NOW } from '../fleet.ts'
import type { Played } from '../played.ts'
import { measured, openStage } from '../stage.ts'

/** Processes whose day is read truly, as if all were of one service. */
const SAMPLE = 400
/** Services that are read at one time, and the requests of one beside its blocks (functions/make-report.ts). */
const AT_ONCE = 8
const REQUESTS = 4

/** The report of a day, by what a part of one service takes of it. */
export async function playReport(fleet: Fleet): Promise<Played> {
  const sample = Math.min(SAMPLE, fleet.processes)
  const stage = await openStage({ ...fleet, processes: sample, services: 1 }, { of: fleet })
  const instance = stage.instance()
  await stage.quiet.tenants.add('acme')
  const run = measured(stage, 'report')
  const { failures } = await reportYesterday(instance, NOW)
  if (failures.length > 0) throw new Error(`the report failed: ${failures.join('; ')}`)
  // Eight services are read at one time; what is computed is computed one after the other.
  const processorSeconds = run.processorSeconds() * (fleet.processes / sample)
  const waits = Math.max(0, run.seconds() - run.processorSeconds()) * (fleet.processes / sample)
  const asked = (fleet.services * REQUESTS * ASSUMED.tableMilliseconds) / 1_000
  const seconds = processorSeconds + (waits + asked) / Math.min(AT_ONCE, fleet.services)
  return {
    job: 'report',
    function: 'report',
    part: `${sample} of ${fleet.processes} processes`,
    processorSeconds,
    seconds,
    peakBytes: run.peakBytes(),
    runsADay: 1,
    readUnits: stage.load.units.read * (fleet.processes / sample),
    writeUnits: stage.load.units.write,
    objectPuts: 3,
    objectLists: 0,
    queueRequests: 0,
    hottest: stage.load.hottest(),
    throttledSeconds: stage.load.throttled.milliseconds / 1_000,
    logBytes: 0,
  }
}
