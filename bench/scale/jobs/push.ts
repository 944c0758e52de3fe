import { emfMeter } from '#functions/meter.emf.ts'
import { WIDE_PARTS } from '#shared/store/layout.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { MINUTE } from '#shared/time.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { randomOf } from '../../verdicts/battery/random.ts'
import { type Fleet, largest, NOW, processesOf, URGENT } from '../fleet.ts'
import { togetherOf } from '../made-batches.ts'
import { type HotPartition, PARTITION_UNITS } from '../partition-load.ts'
import type { Played } from '../played.ts'
import { senderOf } from '../sender.ts'
import { sendingOf } from '../senders.ts'
import { openStage, type Stage } from '../stage.ts'

/** Senders that truly send, of however many there are; of one service no more than it has, since its rows are shared. */
const SAMPLE = { single: 64, process: 64, node: 10 } as const
/** Minutes until what each instance remembers is as old as it becomes, and requests until it has met all that the sample has. */
const WARM = 11
const WARM_REQUESTS = 6
/** Minutes that are counted: of batches an hour, since a batch at its end takes a row more. */
const COUNTED = { single: 10, process: 60, node: 60 } as const
const MINUTES_A_DAY = 24 * 60
/** Minutes before the turn of a service in which agents at rest push (shared/ingest/collection.ts). */
const BEFORE_TURN = 5
/** Bytes that API Gateway counts as one request (pricing of HTTP APIs). */
const GATEWAY_UNIT = 512 * 1_024

/** Requests of some senders to as many instances as the whole fleet keeps busy, each request to any of them. */
export async function playPush(fleet: Fleet): Promise<Played> {
  const { urgent = URGENT } = fleet
  const [resting, rising] = [
    await playSenders({ ...fleet, rises: false }),
    await playSenders({ ...fleet, rises: true }),
  ]
  return mixed([
    [resting, 1 - urgent],
    [rising, urgent],
  ])
}

/** What a fleet takes of which shares are as played. */
function mixed(some: readonly (readonly [Played, number])[]): Played {
  const sum = (of: (one: Played) => number | undefined): number =>
    some.reduce((all, [one, share]) => all + share * (of(one) ?? 0), 0)
  const runsADay = sum((one) => one.runsADay)
  const eachRun = (of: (one: Played) => number): number => sum((one) => one.runsADay * of(one)) / runsADay
  const [[first]] = some as readonly [readonly [Played, number]]
  const hottest = some.map(([one]) => one.hottest).toSorted((a, b) => (b?.share ?? 0) - (a?.share ?? 0))[0]
  const objectPuts = sum((one) => one.objectPuts)
  return {
    ...first,
    part: some.map(([{ part }, share]) => `${Math.round(100 * share)} %: ${part}`).join('; '),
    processorSeconds: eachRun((one) => one.processorSeconds),
    seconds: eachRun((one) => one.seconds),
    peakBytes: Math.max(...some.map(([one]) => one.peakBytes)),
    runsADay,
    gatewayRequests: sum((one) => one.gatewayRequests),
    readUnits: sum((one) => one.readUnits),
    writeUnits: sum((one) => one.writeUnits),
    objectPuts,
    hottest,
    logBytes: sum((one) => one.logBytes),
    ...(first.stored && {
      stored: {
        ...first.stored,
        object: sum((one) => one.objectPuts * (one.stored?.object ?? 0)) / objectPuts,
        snapshotRows: sum((one) => one.stored?.snapshotRows),
      },
    }),
  }
}

async function playSenders(fleet: Fleet): Promise<Played> {
  const { processes: together, minutes } = sendingOf(fleet)
  const each = ASSUMED.ingestMilliseconds + (together * minutes - 1) * ASSUMED.batchedProfileMilliseconds
  const instances = Math.max(1, Math.ceil((fleet.processes * each) / (together * minutes * MINUTE)))
  const inService = Math.ceil(largest(fleet) / togetherOf(fleet))
  const agents = Math.max(
    1,
    Math.min(SAMPLE[fleet.senders], inService, Math.floor(fleet.processes / together)),
  )
  const sample = Math.min(fleet.processes, agents * together)
  const stage = await openStage({ ...fleet, processes: sample, services: 1 }, { of: fleet })
  const { load } = stage
  const sink = sinkOf()
  const round = pusher(fleet, stage, { agents, sample, instances }, sink)
  const warm = Math.max(Math.ceil(WARM / minutes), Math.ceil((instances * WARM_REQUESTS) / agents))
  for (let i = 0; i < warm; i++) await round(i)
  const before = { read: load.units.read, write: load.units.write }
  const asked = load.requests.read + load.requests.write
  load.partitions.clear()
  Object.assign(sink, sinkOf())
  for (let i = 0; i < COUNTED[fleet.senders] / minutes; i++) await round(warm + i)
  const { requests, profiles } = sink
  const table = (load.requests.read + load.requests.write - asked) / requests
  const puts = sink.puts / requests
  const processorSeconds =
    sink.processorSeconds / requests + ((table + puts) * ASSUMED.sdkMilliseconds) / 1_000
  const waits = sink.waited / requests + puts * ASSUMED.objectMilliseconds
  const aDay = fleet.processes * MINUTES_A_DAY
  const ofAll = aDay / profiles
  return {
    job: 'push',
    function: 'ingest',
    part: `${requests} ${together * minutes === 1 ? 'pushes' : 'batches'} of ${sample} processes over ${instances} instances`,
    processorSeconds,
    seconds: waits / 1_000 + processorSeconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024 - stage.made,
    runsADay: requests * ofAll,
    gatewayRequests: sink.gateway * ofAll,
    readUnits: (load.units.read - before.read) * ofAll,
    writeUnits: (load.units.write - before.write) * ofAll,
    objectPuts: sink.puts * ofAll,
    objectLists: 0,
    queueRequests: 0,
    hottest: hottestOf(
      load.partitions,
      largest(fleet) / (agents * togetherOf(fleet)) / (COUNTED[fleet.senders] * 60),
    ),
    throttledSeconds: 0,
    logBytes: sink.lines * ofAll,
    stored: { object: sink.objects / sink.puts, ...stage.rowBytes },
  }
}

/** What the requests of a sample took. */
const sinkOf = () => ({
  requests: 0,
  profiles: 0,
  gateway: 0,
  /** Bytes of log lines and of objects. */
  lines: 0,
  objects: 0,
  puts: 0,
  processorSeconds: 0,
  /** Milliseconds until the table had answered. */
  waited: 0,
})

/** What makes all senders of the sample send once. */
function pusher(
  fleet: Fleet,
  stage: Stage,
  {
    agents,
    sample,
    instances,
  }: { readonly agents: number; readonly sample: number; readonly instances: number },
  sink: ReturnType<typeof sinkOf>,
) {
  const { processes: together, minutes } = sendingOf(fleet)
  const random = randomOf(7)
  const profiles = memoryProfileStore()
  const bucket: typeof profiles = {
    ...profiles,
    put: async ({ body }) => {
      sink.puts++
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
  const sent = processesOf(sample).map((one, place) => ({ process: one, place }))
  const requestOf = senderOf(fleet)
  const within = fleet.rises === true ? minutes : Math.min(minutes, BEFORE_TURN)
  return async (round: number): Promise<void> => {
    for (let agent = 0; agent < agents; agent++) {
      const at = NOW + Math.floor(((round + 1) * minutes + (agent / agents) * within) * MINUTE)
      await stage.time.until(at)
      const deps = running[Math.floor(random.uniform() * running.length)] as (typeof running)[number]
      const request = await requestOf(sent.slice(agent * together, (agent + 1) * together), at)
      const began = process.cpuUsage()
      const from = stage.time.now()
      await request.take(deps, from)
      const { user, system } = process.cpuUsage(began)
      sink.processorSeconds += (user + system) / 1e6
      sink.waited += stage.time.now() - from
      sink.requests++
      sink.profiles += request.profiles
      sink.gateway += Math.ceil(request.bytes / GATEWAY_UNIT)
    }
  }
}

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
