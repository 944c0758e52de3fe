/** Makes one list of sockets from several tables of the same moment. */

import { endpointText } from './endpoint.ts'
import type { FdLink, SocketRow, SocketTable } from './model.ts'
import { openTimes } from './open-time.ts'
import { stateOrder } from './state.ts'

/** One socket, with all that the tables say of it together. */
export interface JoinedSocket extends SocketRow {
  /** Of the process in question; undefined if the tables do not tell. */
  readonly isOwn: boolean | undefined
  /** Ms since the epoch, see `openTimes`. */
  readonly openedAt: number | undefined
}

/**
 * The sockets of all tables, each once: a connection is known by its two ends, whichever tool printed it.
 * Links of /proc/PID/fd are found by socket number, or by descriptor where the process is certain.
 *
 * @param pid the process in question, if the sender knows it
 */
export function joinTables(tables: readonly SocketTable[], pid: number | undefined): JoinedSocket[] {
  const rows = distinctSockets(tables, pid)
  const links = tables
    .flatMap((table) => table.links)
    .filter((link) => pid === undefined || link.pid === undefined || link.pid === pid)
    .sort((a, b) => (a.pid ?? 0) - (b.pid ?? 0) || a.fd - b.fd || a.inode - b.inode)
  const linkOf = linkFinder(rows, links, pid)
  const times = openTimes(links)
  return rows.map((row) => {
    const link = linkOf(row)
    const inode = row.inode ?? link?.inode
    return {
      ...row,
      inode,
      pid: row.pid ?? link?.pid,
      isOwn: isOwn(row, link, pid, links.length > 0),
      openedAt: inode === undefined ? undefined : times.get(inode),
    }
  })
}

function distinctSockets(tables: readonly SocketTable[], pid: number | undefined): SocketRow[] {
  const sockets = new Map<string, SocketRow>()
  for (const row of tables.flatMap((table) => table.rows)) {
    const remote = row.remote === undefined ? '' : endpointText(row.remote)
    const key = `${endpointText(row.local)} ${remote}`
    const known = sockets.get(key)
    sockets.set(key, known === undefined ? row : merged(known, row, pid))
  }
  return [...sockets.values()]
}

/** Each field is a choice of its own, so that the order of rows and tables does not matter. */
function merged(a: SocketRow, b: SocketRow, pid: number | undefined): SocketRow {
  return {
    protocol: a.protocol > b.protocol ? a.protocol : b.protocol,
    local: a.local,
    remote: a.remote,
    state: stateOrder(a.state) > stateOrder(b.state) ? a.state : b.state,
    ...ownerOf(a, b, pid),
    inode: lower(a.inode, b.inode),
  }
}

type Owner = Pick<SocketRow, 'pid' | 'program' | 'fd'>

/** Of two processes that share a socket: the one in question, else the older one. Of one process, what both rows know. */
function ownerOf(a: Owner, b: Owner, pid: number | undefined): Owner {
  if (a.pid === b.pid) return { pid: a.pid, program: longerName(a.program, b.program), fd: lower(a.fd, b.fd) }
  const rank = (row: Owner) =>
    row.pid === undefined ? Number.POSITIVE_INFINITY : row.pid === pid ? -1 : row.pid
  const { pid: owner, program, fd } = rank(a) < rank(b) ? a : b
  return { pid: owner, program, fd }
}

/** lsof cuts a command to 9 characters, the others later; of two names as long the first in the alphabet. */
export function longerName(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  if (a.length !== b.length) return a.length > b.length ? a : b
  return a < b ? a : b
}

/** The lower one of two numbers that may be missing. */
export const lower = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** A descriptor names a link only together with its process: every process has a descriptor 7. */
function linkFinder(
  rows: readonly SocketRow[],
  links: readonly FdLink[],
  pid: number | undefined,
): (row: SocketRow) => FdLink | undefined {
  const certain = pid ?? onlyProcess(rows)
  const byInode = new Map(links.map((link) => [link.inode, link]))
  const byDescriptor = new Map(links.map((link) => [`${link.pid ?? certain} ${link.fd}`, link]))
  return ({ inode, pid: owner, fd }) => {
    if (inode !== undefined) return byInode.get(inode)
    return owner === undefined || fd === undefined ? undefined : byDescriptor.get(`${owner} ${fd}`)
  }
}

/** The process of all rows that name one. */
function onlyProcess(rows: readonly SocketRow[]): number | undefined {
  const pids = new Set(rows.map(({ pid }) => pid).filter((pid) => pid !== undefined))
  return pids.size === 1 ? [...pids][0] : undefined
}

function isOwn(
  row: SocketRow,
  link: FdLink | undefined,
  pid: number | undefined,
  hasLinks: boolean,
): boolean | undefined {
  if (pid !== undefined && row.pid !== undefined) return row.pid === pid
  if (link !== undefined) return true
  return hasLinks && row.inode !== undefined ? false : undefined
}
