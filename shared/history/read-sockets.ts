import { readSocketBody } from '#shared/ingest/socket-body.ts'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import type { SocketTable, TableLimits } from '#shared/socket/model.ts'
import type { ProcessSockets } from '#shared/socket/process-sockets.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { SocketIndex, SocketRecord } from '#shared/store/socket-index.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'

export interface SocketsDeps {
  readonly sockets: SocketIndex
  readonly profiles: ProfileStore
  readonly socketLimits: TableLimits
}

/** Tables older than the newest of the service by more than this are history. */
const RECENT = 2 * HOUR
/** Outputs of several tools within this time are of one moment: lsof takes minutes on a busy host. */
const MOMENT = 10 * MINUTE
/** Tables and processes looked at: one process whose connections match is enough. */
const MOST_TABLES = 1_000
const MOST_PROCESSES = 100

/** What the newest tables of each process say, those of one moment joined. */
export async function readSockets(
  deps: SocketsDeps,
  tenant: string,
  service: string,
): Promise<Map<ProcessId, ProcessSockets>> {
  const recent = await recentTables(deps.sockets, tenant, service)
  const byProcess = [...Map.groupBy(recent, ({ process }) => process)].slice(0, MOST_PROCESSES)
  const found = new Map<ProcessId, ProcessSockets>()
  for (const [process, records] of byProcess) {
    const newest = records.find(({ grouped }) => grouped.groups.length > 0)
    if (newest === undefined) continue
    const at = newest.grouped.takenAt
    const moment = tablesAround(records, at)
    // Tables are joined by their rows, which the bucket has; the groups of one alone are in the index.
    const tables = moment.length < 2 ? [] : await storedTables(deps, tenant, service, moment)
    const grouped = tables.length < 2 ? newest.grouped : groupSockets(tables, { now: at })
    found.set(process, { at, grouped })
  }
  return found
}

async function recentTables(index: SocketIndex, tenant: string, service: string): Promise<SocketRecord[]> {
  const recent: SocketRecord[] = []
  for await (const record of index.newestFirst(tenant, service)) {
    const newest = recent[0] ?? record
    if (newest.grouped.takenAt - record.grouped.takenAt > RECENT) break
    recent.push(record)
    if (recent.length === MOST_TABLES) break
  }
  return recent
}

/** The newest output of each tool around a time. */
function tablesAround(newestFirst: readonly SocketRecord[], at: number): SocketRecord[] {
  const near = newestFirst.filter(({ grouped }) => Math.abs(grouped.takenAt - at) <= MOMENT)
  return [...Map.groupBy(near, ({ tool }) => tool).values()].flatMap((ofTool) => ofTool.slice(0, 1))
}

/** Those that the bucket has. */
async function storedTables(
  { profiles, socketLimits: limits }: SocketsDeps,
  tenant: string,
  service: string,
  records: readonly SocketRecord[],
): Promise<SocketTable[]> {
  const found = await Promise.all(
    records.map(async ({ id, tool, startedAt, grouped }) => {
      const object = await profiles.get(objectKey.sockets(tenant, service, id))
      if (object === undefined) return []
      const { table } = await readSocketBody(object.body, { at: grouped.takenAt, tool, limits })
      return [withinLife(table, startedAt)]
    }),
  )
  return found.flat()
}

/** A link from before the start of its process was dated by another clock or in another time zone. */
const withinLife = (table: SocketTable, startedAt = 0): SocketTable => ({
  ...table,
  links: table.links.map((link) => ({
    ...link,
    linkedAt: (link.linkedAt ?? 0) < startedAt ? undefined : link.linkedAt,
  })),
})
