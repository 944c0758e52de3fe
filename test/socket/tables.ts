/** Builds what a test reads as a sentence: rows, links and tables. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadContext, readSocketTable } from '#shared/socket/detect.ts'
import { readEndpoint } from '#shared/socket/endpoint.ts'
import type { Endpoint, FdLink, SocketRow, SocketState, SocketTable, Tool } from '#shared/socket/model.ts'

export const FIXTURES = join(import.meta.dirname, '../fixtures/socket')
/** After the last recording, on the day of all of them. */
export const NOW = Date.parse('2026-11-23T13:30:00Z')

/** `10.0.0.5:40112` */
export function endpoint(text: string): Endpoint {
  const read = readEndpoint(text)?.endpoint
  if (read === undefined) throw new Error(`no endpoint: ${text}`)
  return read
}

/** An established connection, or a listening socket where there is no remote. */
export function row(local: string, remote?: string, more: Partial<SocketRow> = {}): SocketRow {
  const state: SocketState = remote === undefined ? 'LISTEN' : 'ESTABLISHED'
  const unknown = { pid: undefined, program: undefined, fd: undefined, inode: undefined }
  const end = remote === undefined ? undefined : endpoint(remote)
  return { protocol: 'tcp', local: endpoint(local), remote: end, state, ...unknown, ...more }
}

/** Client connections from ports of their own. */
export const clients = (count: number, remote: string, more: Partial<SocketRow> = {}): SocketRow[] =>
  Array.from({ length: count }, (_, i) => row(`10.0.0.5:${33_000 + i}`, remote, more))

/** Connections that clients have opened to a local port. */
export const served = (count: number, local: string, more: Partial<SocketRow> = {}): SocketRow[] =>
  Array.from({ length: count }, (_, i) => row(local, `10.0.9.9:${33_000 + i}`, more))

export const link = (fd: number, inode: number, linkedAt?: number, pid?: number): FdLink => ({
  fd,
  inode,
  linkedAt,
  pid,
})

export const table = (
  rows: readonly SocketRow[],
  links: readonly FdLink[] = [],
  tool: Tool = 'ss',
): SocketTable => ({
  tool,
  rows,
  links,
  others: 0,
  problems: [],
})

/** The table in a text; fails if it is refused. */
export function read(text: string | Uint8Array, context: Partial<ReadContext> = {}): SocketTable {
  const body = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const reading = readSocketTable(body, { now: NOW, ...context })
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  return reading.table
}

export const fixture = async (name: string): Promise<SocketTable> =>
  read(await readFile(join(FIXTURES, name)))
