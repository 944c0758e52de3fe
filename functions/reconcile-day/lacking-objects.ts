import { parseBatchKey } from '#shared/store/batch-key.ts'
import type { HourNames } from '#shared/store/hour-names.ts'
import { parseProfileKey, parseSocketsKey, slotStartOf } from '#shared/store/keys.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import type { SocketIndex } from '#shared/store/socket-index.ts'
import { DAY, hourStart } from '#shared/time.ts'
import type { Lacking } from './lacking.ts'

export interface LookupDeps {
  readonly snapshots: SnapshotIndex
  readonly sockets: SocketIndex
}

/** Of the profiles and batches of one service, hour by hour. A batch is there where the row of its first profile is. */
export function lackingProfiles({ snapshots }: LookupDeps, tenant: string, service: string): Lacking {
  let open: { readonly hour: number; readonly names: HourNames; readonly isKnown: IsKnown } | undefined
  return each(async (key) => {
    const batch = parseBatchKey(key)
    const id = batch?.first ?? parseProfileKey(key)?.id
    if (id === undefined) return false
    const hour = hourStart(slotStartOf(id) ?? 0)
    if (open?.hour !== hour) {
      const names = await snapshots.names(tenant, service, hour)
      open = { hour, names, isKnown: among(names.alone) }
    }
    return batch === undefined ? !(await open.isKnown(id)) : !open.names.batches.has(batch.id)
  })
}

/** Of the socket tables of one service and day. @param after the key behind which they begin */
export function lackingTables(
  { sockets }: LookupDeps,
  tenant: string,
  service: string,
  day: number,
  after: string | undefined,
): Lacking {
  const last = after === undefined ? undefined : parseSocketsKey(after)?.id
  const range = { from: day, to: day + DAY, ...(last === undefined ? {} : { after: last }) }
  const isKnown = among(sockets.ids(tenant, service, range))
  return each(async (key) => {
    const id = parseSocketsKey(key)?.id
    return id !== undefined && !(await isKnown(id))
  })
}

const each =
  (isLacking: (key: string) => Promise<boolean>): Lacking =>
  async (keys) => {
    const found: string[] = []
    for (const key of keys) if (await isLacking(key)) found.push(key)
    return found
  }

type IsKnown = (id: string) => Promise<boolean>

/** Whether an id is among these, both in order. */
function among(ids: AsyncIterable<string>): IsKnown {
  const known = ids[Symbol.asyncIterator]()
  let next: IteratorResult<string> | undefined
  return async (id) => {
    next ??= await known.next()
    while (next.done !== true && next.value < id) next = await known.next()
    return next.done !== true && next.value === id
  }
}
