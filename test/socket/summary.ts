/** What a golden file keeps of a table: everything that is judged, short enough to be read by a person. */

import type { TableReading } from '#shared/socket/detect.ts'
import { endpointText } from '#shared/socket/endpoint.ts'
import { groupSockets, type SocketGroup } from '#shared/socket/grouped-sockets.ts'
import type { FdLink, SocketRow } from '#shared/socket/model.ts'
import { NOW } from './tables.ts'

/** Rows, links and groups shown of a long table. */
const SHOWN = 8

export function summaryOf(reading: TableReading): string {
  return `${JSON.stringify(reading.answer === 'broken' ? reading : tableOf(reading), null, 2)}\n`
}

function tableOf({ table }: Extract<TableReading, { answer: 'recognised' }>): object {
  const { tool, rows, links, others, problems } = table
  return {
    tool,
    rows: [rows.length, ...rows.slice(0, SHOWN).map(rowText)],
    links: [links.length, ...links.slice(0, SHOWN).map(linkText)],
    others,
    groups: groupSockets([table], { now: NOW }).groups.slice(0, SHOWN).map(groupText),
    problems: problems.map(({ line, text, why }) => `${line}: ${why}: ${text.trim().slice(0, 80)}`),
  }
}

const rowText = ({ protocol, local, remote, state, pid, program, fd, inode }: SocketRow): string => {
  const to = remote === undefined ? '' : ` -> ${endpointText(remote)}`
  return `${protocol} ${endpointText(local)}${to} ${state}${named({ pid, program, fd, inode })}`
}

const linkText = ({ fd, inode, linkedAt, pid }: FdLink): string =>
  `${fd} -> ${inode} ${linkedAt === undefined ? 'no time' : new Date(linkedAt).toISOString()}${named({ pid })}`

const groupText = ({ side, endpoint, state, count, pid, program }: SocketGroup): string =>
  `${count} ${side} ${endpointText(endpoint)} ${state}${named({ pid, program })}`

const named = (members: Record<string, string | number | undefined>): string =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')
