import { batchItem } from '#shared/ingest/batch-request.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { type ItemOutcome, ingestBatch } from '#shared/ingest/ingest-batch.ts'
import { ingestSockets, type SocketPush, type SocketReceipt } from '#shared/ingest/ingest-sockets.ts'
import type { ProfilePush } from '#shared/ingest/push.ts'
import type { Receipt } from '#shared/ingest/read-push.ts'
import { HOUR, iso } from '#shared/time.ts'
import { NOW, TENANT, type testStores } from './api.ts'
import { dump } from './pprof.ts'
import { ssOf } from './sockets.ts'

type Stores = ReturnType<typeof testStores>
export const GOOD = dump({ 'main.recv < main.worker': 5, 'main.loop < main.main': 2 })

/** A push of `checkout` on `pod-1`, unless more is said. */
export const pushOf = (more: Partial<ProfilePush> = {}): ProfilePush => ({
  tenant: TENANT,
  service: 'checkout',
  process: {
    instance: 'pod-1',
    startedAt: NOW - HOUR,
    session: undefined,
    version: 'v1',
    buildId: undefined,
  },
  labels: { zone: 'eu' },
  at: undefined,
  type: undefined,
  source: 'test',
  body: GOOD,
  ...more,
})

export const ingest = ({ deps, clock }: Stores, more: Partial<ProfilePush> = {}): Promise<Receipt> =>
  ingestProfile(deps, pushOf(more), clock.now)

/** Stores whose ingest never hears that a process rests: it keeps a profile of each minute. */
export function restless<Of extends Stores>(stores: Of): Of {
  const { services } = stores.deps
  const find: typeof services.find = async (...named) => {
    const known = await services.find(...named)
    return known && { ...known, restsUntil: undefined }
  }
  return { ...stores, deps: { ...stores.deps, services: { find } } }
}

/** Profiles in one batch, of the same process unless one says more. */
export function ingestTogether(
  { deps, clock }: Stores,
  profiles: readonly {
    readonly at: number
    readonly body: Uint8Array
    readonly more?: Readonly<Record<string, string>>
  }[],
  more: Readonly<Record<string, string>> = {},
): Promise<ItemOutcome[]> {
  const { service, process } = pushOf()
  const { instance, startedAt = NOW } = process
  const facts = { service, instance, start: iso(startedAt), version: 'v1', 'label.zone': 'eu' }
  const items = profiles.map(({ at, body, more: own }) => {
    const name = String(new URLSearchParams({ ...facts, at: iso(at), ...more, ...own }))
    return batchItem(name, body, undefined)
  })
  return ingestBatch(deps, { tenant: TENANT, mayTouch: () => undefined }, items, clock.now)
}

/** A table of the same process. */
export function ingestTable({ deps, clock }: Stores, more: Partial<SocketPush> = {}): Promise<SocketReceipt> {
  const { tenant, service, process } = pushOf()
  const body = Buffer.from(ssOf(12))
  return ingestSockets(
    deps,
    {
      tenant,
      service,
      process: { ...process, startedAt: undefined },
      at: undefined,
      tool: undefined,
      body,
      ...more,
    },
    clock.now,
  )
}

/** Ids of all snapshots of `checkout` that the index has. */
export async function indexed({ deps, clock }: Stores): Promise<string[]> {
  const ids: string[] = []
  const range = { from: NOW - 48 * HOUR, to: clock.now + HOUR }
  for await (const { id } of deps.snapshots.range(TENANT, 'checkout', range)) ids.push(id)
  return ids
}
