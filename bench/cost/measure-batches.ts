import { assemble } from '#functions/deps.ts'
import { emfMeter } from '#functions/meter.emf.ts'
import { batchItem } from '#shared/ingest/batch-request.ts'
import { ingestBatch } from '#shared/ingest/ingest-batch.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { DAY, HOUR, iso, MINUTE } from '#shared/time.ts'
import type { Cost } from './counted.ts'
import { meteredRows } from './metered-rows.ts'

/** What agents that send batches ask of AWS: means of a profile, if nothing else is said. */
export interface Batched {
  /** Profiles of a request. */
  readonly profiles: number
  readonly push: Cost
  readonly bytes: {
    /** Of a profile within its object. */
    readonly object: number
    /** Of the lines of metrics. */
    readonly metricsLine: number
    /** Of a profile as it is sent. */
    readonly body: number
  }
}

/** A Monday; ten minutes of profiles come each ten minutes. */
const NOW = Date.parse('2026-09-07T13:00:00Z')
const MINUTES = 10
/** Of the first hour what an instance remembers comes about; the second one is counted. */
const HOURS = 2
const TENANT = 'bench'
const ENV = { TABLE_NAME: '', BUCKET_NAME: '', INGEST_RESOLUTION_SECONDS: '60', RETENTION_DAYS: '90' }

/**
 * What one agent more takes, whose processes are each of another service: what services take by themselves is not its own.
 *
 * @param bodies of profiles, by turns
 */
export async function measureBatches(bodies: readonly Uint8Array[], processes: number): Promise<Batched> {
  const [one, two] = [await play(1, processes, bodies), await play(2, processes, bodies)]
  const profiles = (processes * HOUR) / MINUTE
  const more = (of: keyof typeof one): number => (two[of] - one[of]) / profiles
  return {
    profiles: processes * MINUTES,
    push: { puts: more('puts'), readUnits: more('readUnits'), writeUnits: more('writeUnits') },
    bytes: { object: more('objects'), metricsLine: more('lines'), body: more('bodies') },
  }
}

/** The requests of agents in an hour. */
async function play(agents: number, processes: number, bodies: readonly Uint8Array[]) {
  const clock = { now: NOW }
  const now = () => clock.now
  const rows = meteredRows(now)
  const taken = { puts: 0, objects: 0, lines: 0, bodies: 0 }
  const profiles = memoryProfileStore()
  const counted = {
    ...profiles,
    put: (object: Parameters<typeof profiles.put>[0]) => {
      taken.puts++
      taken.objects += object.body.length
      return profiles.put(object)
    },
  }
  const queue = { send: () => Promise.reject(new Error('nothing fails here')) }
  const stores = assemble(ENV, { now, indexQueue: queue }, rows, counted)
  const write = (line: string): void => {
    taken.lines += line.length
  }
  const deps = { ...stores, meter: emfMeter(stores.meter, { functionName: 'tidemark-prod-Api', now, write }) }
  const sender = { tenant: TENANT, mayTouch: () => undefined }
  const itemsOf = (agent: number, from: number) =>
    Array.from({ length: processes * MINUTES }, (_, i) => {
      const [process, at] = [Math.floor(i / MINUTES), from + (i % MINUTES) * MINUTE]
      const facts = { service: `checkout-${process}`, instance: `checkout-6c5d7-${agent}`, version: 'v1.4.2' }
      const name = new URLSearchParams({ ...facts, start: iso(NOW - DAY), at: iso(at) })
      const bytes = bodies[(agent + process + at / MINUTE) % bodies.length] as Uint8Array
      return batchItem(String(name), bytes, undefined)
    })
  for (let at = NOW; at < NOW + HOURS * HOUR; at += MINUTES * MINUTE) {
    if (at === NOW + (HOURS - 1) * HOUR) {
      Object.assign(rows.units, { read: 0, write: 0 })
      Object.assign(taken, { puts: 0, objects: 0, lines: 0, bodies: 0 })
    }
    for (let agent = 0; agent < agents; agent++) {
      // Agents begin at different minutes, so that a batch may go across the end of an hour.
      const items = itemsOf(agent, at + (agent * 5 - MINUTES) * MINUTE)
      clock.now = at + agent * 5 * MINUTE
      taken.bodies += items.reduce((sum, { bytes }) => sum + bytes.length, 0)
      for (const outcome of await ingestBatch(deps, sender, items, clock.now))
        if ('refused' in outcome) throw new Error(`a profile was refused: ${outcome.refused.message}`)
    }
  }
  return { ...taken, readUnits: rows.units.read, writeUnits: rows.units.write }
}
