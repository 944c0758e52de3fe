/** Reads `lsof -nP -i` and `lsof -nP -p PID`; rows of files, pipes, UDP and Unix sockets may stand between. */

import { columnsOf, inodeOf, wholeNumber } from './columns.ts'
import { readEndpoint } from './endpoint.ts'
import type { Line } from './lines.ts'
import type { SocketState } from './model.ts'
import { stateByName } from './state.ts'
import type { LineReading, TableFormat } from './table-format.ts'

const HEADER = /^COMMAND\s+PID\s/
const ROW = /^\S+\s+\d+\s/
const INTERNET = /\sIPv[46]\s/
/** Warnings, and the second line that some of them have (lsof 4.95 dialects/linux). */
const MESSAGE = /^(?:lsof:\s|\s+Output information may be incomplete)/

export const LSOF: TableFormat = { tool: 'lsof', isTelling, read }

function isTelling(text: string): boolean {
  return HEADER.test(text) || (ROW.test(text) && INTERNET.test(text))
}

/**
 * One line of lsof.
 *
 * Example input:
 *
 *     shopfront 13471    10001   11u  IPv4  27729      0t0  TCP 127.0.0.1:52632->127.0.0.11:80 (ESTABLISHED)
 *
 * Example output: row { tcp, 127.0.0.1:52632, 127.0.0.11:80, ESTABLISHED, pid 13471, program shopfront, fd 11, inode 27729 }
 *
 * DEVICE is the number of the socket on Linux, a kernel address elsewhere. Blanks in a command are printed
 * as `\x20`, so the columns stay apart (lsof(8), COMMAND). SIZE/OFF may be empty.
 */
function read({ text }: Line): LineReading {
  if (HEADER.test(text) || MESSAGE.test(text)) return { is: 'heading' }
  if (!ROW.test(text)) return { is: 'unreadable', why: 'no command and process id' }
  if (!INTERNET.test(text)) return { is: 'other' }
  const columns = columnsOf(text)
  const type = columns.findIndex((column) => column === 'IPv4' || column === 'IPv6')
  const node = columns.indexOf('TCP', type)
  if (node < 0)
    return columns.includes('UDP', type) ? { is: 'other' } : unreadable('no TCP or UDP in the NODE column')
  const [name = '', stateText = ''] = columns.slice(node + 1)
  const ends = endsOf(name)
  if (ends === undefined) return unreadable('no address with a port in the NAME column')
  const state = stateIn(stateText)
  if (state === undefined) return unreadable(`"${stateText}" is no TCP state`)
  const row = {
    protocol: columns[type] === 'IPv6' ? 'tcp6' : 'tcp',
    local: ends.local,
    remote: state === 'LISTEN' ? undefined : ends.remote,
    state,
    pid: wholeNumber(columns[1]),
    program: columns[0],
    fd: wholeNumber(/^\d+/.exec(columns[type - 1] ?? '')?.[0]),
    inode: inodeOf(columns[type + 1]),
  } as const
  return { is: 'row', row }
}

const unreadable = (why: string): LineReading => ({ is: 'unreadable', why })

/** `local->remote`, or the local end alone. */
function endsOf(name: string) {
  const arrow = name.indexOf('->')
  const local = readEndpoint(arrow < 0 ? name : name.slice(0, arrow))
  const remote = arrow < 0 ? undefined : readEndpoint(name.slice(arrow + 2))
  if (local?.endpoint === undefined || (arrow >= 0 && remote === undefined)) return undefined
  return { local: local.endpoint, remote: remote?.endpoint }
}

/** `(ESTABLISHED)`, or the beginning of `(ESTABLISHED QR=0 QS=0)` as `-T qs` prints it. */
function stateIn(text: string): SocketState | undefined {
  return text.startsWith('(') ? stateByName(text.slice(1).replace(')', '')) : undefined
}
