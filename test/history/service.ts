import { assemble, type Deps } from '#functions/deps.ts'
import { indexSnapshot } from '#shared/ingest/index-snapshot.ts'
import { packSignature } from '#shared/ingest/packed-signature.ts'
import type { BlockStep } from '#shared/store/block-store.ts'
import { rowKey, snapshotId } from '#shared/store/keys.ts'
import { packCounts } from '#shared/store/packed-counts.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'
import { type ProcessFacts, processId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { signatureOf } from '#test/support/lives.ts'
import { telling } from '#test/support/telling.ts'
import { watchedRows } from '#test/support/watched-rows.ts'

export const TENANT = 'acme'
export const SERVICE = 'checkout'
/** A Monday midnight. */
export const MONDAY = Date.UTC(2026, 8, 7)

const ENV = {
  TABLE_NAME: 'memory',
  BUCKET_NAME: 'memory',
  INGEST_RESOLUTION_SECONDS: '60',
  RETENTION_DAYS: '90',
}

/** A service in memory: its stores, and a clock that a test moves. */
export function serviceInMemory(now: number) {
  const clock = { now }
  const rows = watchedRows(() => clock.now)
  const indexQueue = { send: () => Promise.reject(new Error('the index in memory does not fail')) }
  return {
    clock,
    rows,
    deps: assemble(
      ENV,
      { now: () => clock.now, indexQueue, ...telling(() => clock.now) },
      rows,
      memoryProfileStore(),
    ),
  }
}

/** A day after Monday midnight. */
export const TUESDAY = MONDAY + DAY

/** Pods that leak 6 an hour, a dump an hour for a day. @param wideFrom the hour from which the service is spread; undefined: never */
export async function leakingPods(pods: readonly string[], wideFrom?: number) {
  const service = serviceInMemory(MONDAY)
  if (wideFrom !== undefined) await service.rows.put({ ...rowKey.layout(TENANT, SERVICE), wideFrom })
  for (let at = MONDAY; at < TUESDAY; at += HOUR) {
    service.clock.now = at
    const counts = { leak: 5 + (6 * (at - MONDAY)) / HOUR, accept: 1 }
    for (const instance of pods) await take(service, [at, counts], { instance })
  }
  service.clock.now = TUESDAY
  return service
}

/** Id of the signature whose one frame has this name. */
export const idOf = (frame: string): string => signatureOf([frame]).id

/** Goroutines by frame, at a time. */
export type Dump = readonly [at: number, counts: Readonly<Record<string, number>>]
type DumpFacts = Partial<Pick<Snapshot, 'type' | 'debug' | 'partial'> & ProcessFacts> & {
  readonly state?: string
}

/** A snapshot as a dump makes it; of `checkout-1`, started on Monday, unless more is said. */
export function snapshotOf([at, counts]: Dump, more: DumpFacts = {}) {
  const { type = 'goroutine', debug = 0, partial = false, state, ...facts } = more
  const process = {
    instance: 'checkout-1',
    startedAt: MONDAY,
    session: undefined,
    version: 'v1.4.2',
    buildId: undefined,
    ...facts,
  }
  const sightings = Object.entries(counts).map(([frame, count]) => ({
    signature: idOf(frame),
    count,
    leaked: 0,
    states: new Map(state === undefined ? [] : [[state, count]]),
    ages: undefined,
    labelKeys: new Map<string, number>(),
  }))
  const total = sightings.reduce((sum, { count }) => sum + count, 0)
  const slot = Math.floor(at / MINUTE) * MINUTE
  const id = snapshotId(processId(process), `${type}/${debug}`, slot)
  const sha256 = '00'.repeat(32)
  const snapshot = {
    id,
    process: processId(process),
    type,
    debug,
    at,
    total,
    partial,
    sightings,
    sha256,
    source: 'test',
  }
  return { snapshot, process }
}

/** Indexes a dump that arrives now. */
export async function take(
  { deps, clock }: { deps: Deps; clock: { now: number } },
  dump: Dump,
  more?: DumpFacts,
): Promise<void> {
  const { snapshot, process } = snapshotOf(dump, more)
  const { id, at, type, debug, total, partial, sha256, source, sightings } = snapshot
  const signatures = Object.keys(dump[1]).map((frame) => signatureOf([frame]))
  // What a text dump could not read makes it partial: here all of it or nothing.
  const unread = partial ? total : 0
  await indexSnapshot(
    deps,
    {
      tenant: TENANT,
      service: SERVICE,
      id,
      facts: { process, labels: {}, type, source, at, receivedAt: clock.now, sha256 },
      profile: { type, debug, total, takenAt: at, buildId: undefined, problems: [], unread },
      signed: { signatures: signatures.map(packSignature), counts: packCounts({ sightings }) },
    },
    clock.now,
  )
}

/** All blocks of one step. */
export async function blocksOf({ blocks }: Deps, step: BlockStep): Promise<Block[]> {
  const found: Block[] = []
  for await (const block of blocks.range(TENANT, SERVICE, step, MONDAY - 30 * DAY, MONDAY + 60 * DAY))
    found.push(block)
  return found
}
