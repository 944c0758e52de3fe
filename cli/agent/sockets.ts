/** Which sockets does a process hold? In the formats that `POST /v1/sockets` reads. Linux only. */

import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_TABLE_LIMITS, type Tool } from '#shared/socket/model.ts'

/** A table to send. */
export interface ToolOutput {
  readonly tool: Tool
  readonly text: string
}

interface SocketLink {
  readonly fd: string
  readonly inode: string
  /** Milliseconds since the epoch. */
  readonly linkedAt: number
}

const SOCKET = /^socket:\[(\d+)\]$/
/** Column of the inode in a row of /proc/net/tcp. */
const INODE = 9

/**
 * TCP sockets of a process and the links to them; no table where it has none.
 *
 * Only its own: /proc/PID/net/tcp lists those of the whole network namespace, and /proc/PID/fd names files.
 * @returns undefined where /proc does not tell: not on Linux, no such process, not allowed
 */
export async function readSockets(proc: string, pid: number): Promise<ToolOutput[] | undefined> {
  const links = await linksOf(join(proc, String(pid), 'fd'))
  if (links === undefined) return undefined
  const own = new Set(links.map(({ inode }) => inode))
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(join(proc, String(pid), 'net', name), 'utf8').catch(() => '')),
  )
  const rows = tables.flatMap((table) => rowsOf(table, own))
  if (rows.length === 0) return []
  return [
    { tool: 'proc-net-tcp', text: `${[HEADER, ...rows].join('\n')}\n` },
    { tool: 'proc-fd', text: `${[`/proc/${pid}/fd:`, ...links.map(lineOf)].join('\n')}\n` },
  ]
}

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'

const rowsOf = (table: string, own: ReadonlySet<string>): string[] =>
  table.split('\n').filter((row) => own.has(row.trim().split(/\s+/)[INODE] ?? ''))

async function linksOf(folder: string): Promise<SocketLink[] | undefined> {
  const names = await readdir(folder).catch(() => undefined)
  if (names === undefined) return undefined
  const links: SocketLink[] = []
  for (const fd of names.slice(0, DEFAULT_TABLE_LIMITS.sockets)) {
    const path = join(folder, fd)
    // A descriptor that is closed meanwhile is no link any more.
    const [, inode] = SOCKET.exec(await readlink(path).catch(() => '')) ?? []
    const link = inode === undefined ? undefined : await lstat(path).catch(() => undefined)
    if (inode !== undefined && link !== undefined) links.push({ fd, inode, linkedAt: link.mtimeMs })
  }
  return links
}

/** A line as `ls -l --time-style=full-iso` prints it: `lrwx------ 1 0 0 64 2026-11-23 10:25:13.736 +0000 11 -> socket:[27729]`. */
function lineOf({ fd, inode, linkedAt }: SocketLink): string {
  const time = new Date(linkedAt).toISOString().replace('T', ' ').replace('Z', ' +0000')
  return `lrwx------ 1 0 0 64 ${time} ${fd} -> socket:[${inode}]`
}
