import { Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import type { Broken } from '#shared/goroutine/model.ts'
import { readSocketTable } from '#shared/socket/detect.ts'
import { type GroupedSockets, groupSockets } from '#shared/socket/grouped-sockets.ts'
import type { SocketTable, TableLimits, Tool } from '#shared/socket/model.ts'
import { sha256Of } from './profile-object.ts'

/** What is known of a table before it is read. */
export interface SocketBodyContext {
  /** When the tool ran, ms since the epoch. */
  readonly at: number
  /** The tool, if the sender says so; otherwise the text tells. */
  readonly tool: Tool | undefined
  readonly limits: TableLimits
}

/** A body that was read. */
export interface ReadSocketBody {
  readonly table: SocketTable
  /** The body came as gzip. */
  readonly isGzip: boolean
}

/**
 * The socket table in a body, gzip or not, bounded while it inflates.
 *
 * @throws Rejection with the reason
 */
export async function readSocketBody(
  body: Uint8Array,
  { at, tool, limits }: SocketBodyContext,
): Promise<ReadSocketBody> {
  const inflated = await inflate(body, limits.bytes)
  if (inflated.answer === 'broken') {
    const { broken } = inflated
    throw new Rejection(broken.reason, inflateDetail(broken), broken)
  }
  const reading = readSocketTable(inflated.bytes, { now: at, tool, limits })
  if (reading.answer === 'broken')
    throw new Rejection(reading.broken.reason, reading.broken.detail, reading.broken)
  return { table: reading.table, isGzip: inflated.bytes !== body }
}

/** What ingest needs of a table: its groups stand for the rows, of which there may be 200,000. */
export interface GroupedSocketBody {
  readonly tool: Tool
  /** TCP sockets of the table, or links to sockets of a listing. */
  readonly sockets: number
  readonly problems: SocketTable['problems']
  readonly grouped: GroupedSockets
  readonly isGzip: boolean
  /** Of the body as received. */
  readonly sha256: string
}

/** Reads and groups a table. Where it runs is the caller's choice; locally it is another thread. @throws Rejection with the reason */
export type GroupSocketBody = (body: Uint8Array, context: SocketBodyContext) => Promise<GroupedSocketBody>

/** In this thread. @see GroupSocketBody */
export const groupTable: GroupSocketBody = async (body, context) => {
  const { table, isGzip } = await readSocketBody(body, context)
  const { tool, rows, links, problems } = table
  const grouped = groupSockets([table], { now: context.at })
  return { tool, sockets: rows.length + links.length, problems, grouped, isGzip, sha256: sha256Of(body) }
}

/** What to do about a table that does not inflate; the reader of gzip speaks of profiles. */
function inflateDetail({ reason, detail, limit, actual }: Broken): string {
  if (reason === 'empty-body')
    return 'The body is empty: send the output of netstat, ss or lsof, /proc/net/tcp, or ls -l /proc/PID/fd.'
  if (reason !== 'inflated-too-large') return detail
  return `The table has at least ${actual} bytes after gunzip, the limit is ${limit}: send that of one process (lsof -p PID, ls -l /proc/PID/fd).`
}
