import { emfMeter } from '#functions/meter.emf.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { WIDE_PARTS } from '#shared/store/layout.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { MINUTE } from '#shared/time.ts'
import { dump } from '#test/support/pprof.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { randomOf } from '../../verdicts/battery/random.ts'
import { countAt, type Fleet, largest, NOW, processesOf, SERVICE, stacksOf, TENANT } from '../fleet.ts'
import { type HotPartition, PARTITION_UNITS } from '../partition-load.ts'
import type { Played } from '../played.ts'
import { openStage, type Stage } from '../stage.ts'

/** Processes that push truly, of however many there are. */
const SAMPLE = 64
/** Minutes until what each instance remembers is as old as it becomes, and those that are counted. */
const WARM = 11
const COUNTED = 10
/** Bodies that processes send by turns. */
const BODIES = 15
const MINUTES_A_DAY = 24 * 60

/** Pushes of some processes over as many instances as the whole fleet keeps busy, each push to any of them. */
export async function playPush(fleet: Fleet): Promise<Played> {
  const instances = Math.max(1, Math.ceil((fleet.processes * ASSUMED.ingestMilliseconds) / MINUTE))
  const sample = Math.min(SAMPLE, fleet.processes)
  const stage = await openStage({ ...fleet, processes: sample, services: 1 }, { of: fleet })
  const { load } = stage
  const sink = { lines: 0, objects: 0 }
  const push = pusher(fleet, stage, sample, instances, sink)
  for (let minute = 0; minute < WARM; minute++) await push(minute)
  const before = {
    read: load.units.read,
    write: load.units.write,
    requests: load.requests.read + load.requests.write,
  }
  load.partitions.clear()
  Object.assign(sink, { lines: 0, objects: 0 })
  const began = process.cpuUsage()
  for (let minute = WARM; minute < WARM + COUNTED; minute++) await push(minute)
  const { user, system } = process.cpuUsage(began)
  const pushes = sample * COUNTED
  const requests = (load.requests.read + load.requests.write - before.requests) / pushes
  const processorSeconds = (user + system) / 1e6 / pushes + ((requests + 1) * ASSUMED.sdkMilliseconds) / 1_000
  const waits = requests * ASSUMED.tableMilliseconds + ASSUMED.objectMilliseconds
  const aDay = fleet.processes * MINUTES_A_DAY
  return {
    job: 'push',
    function: 'ingest',
    part: `${pushes} pushes of ${sample} processes over ${instances} instances`,
    processorSeconds,
    seconds: waits / 1_000 + processorSeconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024 - stage.made,
    runsADay: aDay,
    readUnits: ((load.units.read - before.read) / pushes) * aDay,
    writeUnits: ((load.units.write - before.write) / pushes) * aDay,
    objectPuts: aDay,
    objectLists: 0,
    queueRequests: 0,
    hottest: hottestOf(load.partitions, largest(fleet) / sample / (COUNTED * 60)),
    throttledSeconds: 0,
    logBytes: (sink.lines / pushes) * aDay,
    stored: { object: sink.objects / pushes, ...stage.rowBytes },
  }
}

/** What makes all processes of the sample push in a minute. */
function pusher(
  fleet: Fleet,
  stage: Stage,
  sample: number,
  instances: number,
  sink: { lines: number; objects: number },
) {
  const random = randomOf(7)
  const bodies = Array.from({ length: BODIES }, (_, i) => bodyOf(fleet, NOW + i * MINUTE, i))
  const profiles = memoryProfileStore()
  const bucket: typeof profiles = {
    ...profiles,
    put: async ({ body }) => {
      sink.objects += body.length
      return { outcome: 'stored' }
    },
  }
  const write = (line: string): void => {
    sink.lines += line.length
  }
  const running = Array.from({ length: instances }, () => {
    const stores = stage.instance()
    const meter = emfMeter(stores.meter, { functionName: 'tidemark-prod-Api', now: stage.time.now, write })
    return { ...stores, meter, profiles: bucket }
  })
  const processes = processesOf(sample)
  return async (minute: number): Promise<void> => {
    for (const [i, { instance, startedAt, session, version, buildId }] of processes.entries()) {
      const at = NOW + minute * MINUTE + Math.floor((i * MINUTE) / processes.length)
      await stage.time.until(at)
      const deps = running[Math.floor(random.uniform() * running.length)] as (typeof running)[number]
      const facts = { instance, startedAt, session, version, buildId }
      const body = bodies[(i + minute) % BODIES] as Uint8Array
      const sent = {
        tenant: TENANT,
        service: SERVICE,
        process: facts,
        labels: {},
        type: undefined,
        source: 'push',
      }
      await ingestProfile(deps, { ...sent, at, body }, at)
    }
  }
}

const bodyOf = (fleet: Fleet, at: number, process: number): Uint8Array =>
  dump(
    Object.fromEntries(stacksOf(fleet).map(({ frames }, i) => [frames.join(' < '), countAt(i, at, process)])),
  )

/** The part of a partition's name that its service's hash makes. */
const PART = /(?<=#(?:block|\d{4}-\d\d-\d\d))#[0-9a-f]+$/

/** Partitions over which the processes of a service are spread share its load. @param scale a second of the whole of the units */
function hottestOf(partitions: ReadonlyMap<string, number>, scale: number): HotPartition | undefined {
  const classes = Map.groupBy(partitions, ([key]) => key.replace(PART, '#…'))
  const loads = [...classes].map(([key, some]): HotPartition => {
    const [kind = '', pk = ''] = key.split(' ')
    const parts = key.endsWith('#…') ? WIDE_PARTS : 1
    const units = (some.reduce((sum, [, each]) => sum + each, 0) / parts) * scale
    const of = kind === 'read' ? 'read' : 'write'
    return { pk, kind: of, units, share: units / PARTITION_UNITS[of] }
  })
  return loads.toSorted((a, b) => b.share - a.share)[0]
}
