import { inParallel } from '#shared/history/in-parallel.ts'
import { unpackBatch } from '#shared/ingest/batch-object.ts'
import { type BatchName, firstOf, marksOfFirst, parseBatchKey, serviceMark } from '#shared/store/batch-key.ts'
import type { Directory } from '#shared/store/directory.ts'
import { slotStartOf } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { BatchOfService, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { hourStart } from '#shared/time.ts'
import type { Lacking } from './lacking.ts'

export interface SeveralDeps {
  readonly profiles: ProfileStore
  readonly snapshots: SnapshotIndex
  readonly directory: Directory
}

/** Objects read at one time, some MB each. */
const OBJECTS = 10

/**
 * Of batches of several services. Which of them has the first profile, whose row stands last, is said by the marks of the key
 * and the names of all services of the tenant; an object is read only where these do not find its row.
 *
 * An object that went meanwhile is not missing.
 */
export function lackingOfSeveral(deps: SeveralDeps, tenant: string): Lacking {
  let services: Promise<ReadonlyMap<string, readonly string[]>> | undefined
  const isThere = lookup(deps, tenant)
  return async (keys) => {
    services ??= byMark(deps, tenant)
    const known = await services
    const batches = keys.flatMap((key) => {
      const name = parseBatchKey(key)
      return name === undefined ? [] : [{ key, name }]
    })
    const likely = batches.flatMap(({ name }) => candidates(name, known))
    const found = await isThere(likely)
    const read: { readonly key: string; readonly asked: BatchOfService }[] = []
    await inParallel(
      batches.filter(({ name }) => !found.has(name.id)),
      OBJECTS,
      async ({ key, name }) => {
        const object = await deps.profiles.get(key)
        const service = object === undefined ? undefined : (await unpackBatch(object))[0]?.service
        if (service !== undefined) read.push({ key, asked: { service, batch: name.id } })
      },
    )
    const sure = await isThere(read.map(({ asked }) => asked))
    return read.filter(({ asked }) => !sure.has(asked.batch)).map(({ key }) => key)
  }
}

async function byMark({ directory }: SeveralDeps, tenant: string): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>()
  for await (const { name } of directory.services(tenant)) {
    const mark = serviceMark(name)
    found.set(mark, [...(found.get(mark) ?? []), name])
  }
  return found
}

/** None where two services have the process of the first profile: their rows have the same name. */
function candidates(name: BatchName, services: ReadonlyMap<string, readonly string[]>): BatchOfService[] {
  const [mark = '', ...others] = marksOfFirst(name)
  if (others.length > 0) return []
  return (services.get(mark) ?? []).map((service) => ({ service, batch: name.id }))
}

/** Of a service that is spread no key says in which of its parts a row lies: all names of the hour are read once. */
function lookup({ snapshots }: SeveralDeps, tenant: string) {
  let hour: number | undefined
  let spread = new Map<string, Promise<ReadonlySet<string>>>()
  const namesOf = (service: string, at: number): Promise<ReadonlySet<string>> => {
    if (at !== hour) spread = new Map()
    hour = at
    const names = spread.get(service) ?? snapshots.names(tenant, service, at).then(({ batches }) => batches)
    spread.set(service, names)
    return names
  }
  return async (asked: readonly BatchOfService[]): Promise<ReadonlySet<string>> => {
    const single: BatchOfService[] = []
    const found = new Set<string>()
    for (const one of asked) {
      const at = hourOf(one.batch)
      const isSpread = (await snapshots.parts(tenant, one.service, at)).length > 1
      if (!isSpread) single.push(one)
      else if ((await namesOf(one.service, at)).has(one.batch)) found.add(one.batch)
    }
    return new Set([...found, ...(await snapshots.batchesIn(tenant, single))])
  }
}

const hourOf = (batch: string): number => hourStart(slotStartOf(firstOf(batch) ?? '') ?? 0)
