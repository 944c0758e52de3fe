import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dirname } from 'node:path/posix'
import { mean } from 'd3-array'
import { assemble } from '#functions/deps.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { emfMeter } from '#functions/meter.emf.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { PROFILE } from '../inputs.ts'
import { sendingOf } from '../scale/senders.ts'
import type { Cost } from './counted.ts'
import { type Batched, measureBatches } from './measure-batches.ts'
import { meteredRows, READ_UNIT, STALE, sizeOfRow } from './metered-rows.ts'

/** What the code itself asks of AWS in an hour of every day, counted. Units are DynamoDB's, bytes are means. */
export interface Measured {
  /** A profile that is stored, its share of what is written of its process once in ten minutes included. */
  readonly push: Cost
  /** One that meets a taken slot. */
  readonly coalesced: Cost
  /** One that an agent beside its process, or of a node of 20, sends in a batch. */
  readonly batched: { readonly process: Batched; readonly node: Batched }
  /** An hour of judging, every ten minutes, for a process more: hours closed, snapshots and blocks read. */
  readonly judgedProcess: Cost
  /** An hour of a service more, whatever the number of its processes. */
  readonly service: Cost
  /** Read units of a run for the open snapshots of a process. */
  readonly openRead: number
  /** Read units of a run for each day more of a process in the window. */
  readonly dayRead: number
  /** Of a profile of the recorded incident, mean. */
  readonly signatures: number
  readonly bytes: {
    readonly object: number
    readonly snapshotRow: number
    readonly hourRow: number
    readonly dayRow: number
    /** A line of metrics of a profile. */
    readonly metricsLine: number
  }
}

/** A Monday, one o'clock: hour blocks of yesterday and of half a day are read, as many as in the mean of a day. */
const NOW = Date.parse('2026-09-07T13:00:00Z')
/** Blocks hold a count each five minutes: history needs no more profiles than that. */
const HISTORY_STEP = 5 * MINUTE
/** Hours that are open are read from their snapshots. */
const OPEN_FROM = NOW - 3 * HOUR
const JUDGE_EVERY = 10 * MINUTE
/** Profiles of a process in the hour that is counted. */
const PUSHES = HOUR / MINUTE
/** An hour is read from its snapshots until 70 minutes after its end. */
const OPEN_MINUTES = 70 + 30
const TENANT = 'bench'
const SERVICE = 'checkout'
/** Processes more, of which one is the mean: the size of a finding goes up and down with them, by more than one writes. */
const MORE = 8
/** Of the recorded incident: so many, that counts change as they do in life. */
const PROFILES = 40

/** Plays two services through the real ingest and the real judge, over stores in memory that count. */
export async function measureCost(): Promise<Measured> {
  const folder = dirname(PROFILE)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pb.gz')).slice(0, PROFILES)
  const bodies = await Promise.all(names.map((name) => readFile(join(folder, name))))
  const [one, many] = [await play(1, bodies), await play(1 + MORE, bodies)]
  const pushed = times(minus(many.pushed, one.pushed), 1 / MORE)
  const judgedProcess = times(minus(many.judged, one.judged), 1 / MORE)
  const { bytes, coalesced, signatures } = one
  return {
    push: times(pushed, 1 / PUSHES),
    coalesced,
    batched: await batchedOf(bodies),
    judgedProcess,
    service: plus(minus(one.pushed, pushed), minus(one.judged, judgedProcess)),
    openRead: (OPEN_MINUTES * bytes.snapshotRow * STALE) / READ_UNIT,
    dayRead: (bytes.dayRow * STALE) / READ_UNIT,
    signatures,
    bytes,
  }
}

async function batchedOf(bodies: readonly Uint8Array[]): Promise<Measured['batched']> {
  const process = await measureBatches(bodies, sendingOf({ senders: 'process' }).processes)
  const node = await measureBatches(bodies, sendingOf({ senders: 'node' }).processes)
  // Services of a node send the same recorded profiles here, and would not in life: they are compressed as those of one process.
  return { process, node: { ...node, bytes: { ...node.bytes, object: process.bytes.object } } }
}

async function play(processes: number, bodies: readonly Uint8Array[]) {
  const clock = { now: NOW - DAY }
  const now = () => clock.now
  const rows = meteredRows(now)
  const profiles = memoryProfileStore()
  const lines: string[] = []
  const objects: number[] = []
  const signatures: number[] = []
  const counted = {
    ...profiles,
    put: (profile: Parameters<typeof profiles.put>[0]) => {
      objects.push(profile.body.length)
      return profiles.put(profile)
    },
  }
  const queue = { send: () => Promise.reject(new Error('nothing fails here')) }
  const env = { TABLE_NAME: '', BUCKET_NAME: '', INGEST_RESOLUTION_SECONDS: '60', RETENTION_DAYS: '90' }
  const stores = assemble(env, { now, indexQueue: queue }, rows, counted)
  const meter = emfMeter(stores.meter, {
    functionName: 'tidemark-prod-Api',
    now,
    write: (line) => lines.push(line),
  })
  // Of processes at rest less is kept: these figures are of those that rise.
  const find: typeof stores.services.find = async (...named) => {
    const known = await stores.services.find(...named)
    return known && { ...known, restsUntil: undefined }
  }
  const deps = { ...stores, meter, services: { find } }

  const startedAt = NOW - 2 * DAY
  let sent = 0
  const pushAll = async (at: number): Promise<void> => {
    clock.now = at
    for (let i = 0; i < processes; i++) {
      const process = {
        instance: `checkout-6c5d7-${i}`,
        startedAt,
        session: undefined,
        version: 'v1.4.2',
        buildId: undefined,
      }
      const body = bodies[sent++ % bodies.length] ?? new Uint8Array()
      const push = {
        tenant: TENANT,
        service: SERVICE,
        process,
        labels: {},
        type: undefined,
        source: 'push',
        at,
        body,
      }
      signatures.push((await ingestProfile(deps, push, at)).signatures)
    }
  }
  const judge = (): Promise<unknown> => judgeService(deps, TENANT, SERVICE, 'bench', clock.now)
  const costOf = async (run: () => Promise<unknown>): Promise<Cost> => {
    Object.assign(rows.units, { read: 0, write: 0 })
    const before = objects.length
    await run()
    return { puts: objects.length - before, readUnits: rows.units.read, writeUnits: rows.units.write }
  }

  const midnight = Math.floor((NOW - DAY) / DAY) * DAY
  for (let at = midnight; at < OPEN_FROM; at += HISTORY_STEP) await pushAll(at)
  for (let at = OPEN_FROM; at < NOW; at += MINUTE) await pushAll(at)
  await judge()

  objects.length = 0
  lines.length = 0
  let [pushed, judged] = [NOTHING, NOTHING]
  for (let at = NOW; at < NOW + HOUR; at += MINUTE) {
    pushed = plus(pushed, await costOf(() => pushAll(at)))
    if ((at - NOW) % JUDGE_EVERY === 0) judged = plus(judged, await costOf(judge))
  }
  const profileLines = lines.filter((line) => line.includes('"Outcome"'))
  const again = await costOf(() => pushAll(NOW + HOUR - MINUTE + 15_000))
  return {
    pushed,
    judged,
    coalesced: times(again, 1 / processes),
    signatures: mean(signatures) ?? 0,
    bytes: {
      object: mean(objects) ?? 0,
      metricsLine: mean(profileLines, ({ length }) => length) ?? 0,
      snapshotRow: await meanRow(rows.query({ pk: `${TENANT}#${SERVICE}#2026-09-07` })),
      hourRow: await meanRow(rows.query({ pk: `${TENANT}#${SERVICE}#block`, from: 'hour#', to: 'hour#~' })),
      dayRow: await meanRow(
        rows.query({ pk: `${TENANT}#${SERVICE}#block`, from: 'day#', to: 'day#2026-09-06~' }),
      ),
    },
  }
}

const NOTHING: Cost = { puts: 0, readUnits: 0, writeUnits: 0 }
const plus = (a: Cost, b: Cost): Cost => ({
  puts: a.puts + b.puts,
  readUnits: a.readUnits + b.readUnits,
  writeUnits: a.writeUnits + b.writeUnits,
})
const times = ({ puts, readUnits, writeUnits }: Cost, by: number): Cost => ({
  puts: puts * by,
  readUnits: readUnits * by,
  writeUnits: writeUnits * by,
})
const minus = (a: Cost, b: Cost): Cost => plus(a, times(b, -1))

async function meanRow(rows: AsyncIterable<Row>): Promise<number> {
  const sizes: number[] = []
  for await (const row of rows) sizes.push(sizeOfRow(row))
  return mean(sizes) ?? Number.NaN
}

if (import.meta.main) console.log(JSON.stringify(await measureCost(), undefined, 2))
