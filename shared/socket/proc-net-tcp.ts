/** Reads `/proc/net/tcp` and `/proc/net/tcp6`, alone or one after the other. */

import { columnsOf, inodeOf } from './columns.ts'
import { addressOf } from './endpoint.ts'
import type { Line } from './lines.ts'
import type { Endpoint } from './model.ts'
import { stateByNumber } from './state.ts'
import type { LineReading, TableFormat } from './table-format.ts'

const HEADER = /^\s*sl\s+local_address\s+rem/
const ROW = /^\s*\d+: (?:[0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}(?:\s|$)/i
const END = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i
const HEX_BYTE = /^[0-9A-F]{2}$/i
const INODE_COLUMN = 9
/** /proc/net/udp has the same columns and three more; no row of TCP has 13 (udp.c, udp4_format_sock). */
const UDP_COLUMNS = 13

export const PROC_NET_TCP: TableFormat = { tool: 'proc-net-tcp', isTelling, read }

function isTelling(text: string): boolean {
  return HEADER.test(text) || ROW.test(text)
}

/**
 * One line of /proc/net/tcp (Documentation/networking/proc_net_tcp.rst; tcp_ipv4.c, tcp4_seq_show).
 *
 * Example input:
 *
 *     12: 0100007F:CD98 0B00007F:0050 01 00000000:00000000 02:000003DA 00000000 10001        0 27729 2 0000000000000000 20 4 31 10 -1
 *
 * Example output: row { tcp, 127.0.0.1:52632, 127.0.0.11:80, ESTABLISHED, inode 27729 }
 */
function read({ text }: Line): LineReading {
  if (HEADER.test(text)) return { is: 'heading' }
  const columns = columnsOf(text)
  if (columns.length === UDP_COLUMNS) return { is: 'other' }
  const [, localText = '', remoteText = '', number = ''] = columns
  const local = endOf(localText)
  const remote = endOf(remoteText)
  const state = HEX_BYTE.test(number) ? stateByNumber(Number.parseInt(number, 16)) : undefined
  if (local === undefined || remote === undefined)
    return { is: 'unreadable', why: 'no two addresses with a port in hex' }
  if (state === undefined) return { is: 'unreadable', why: `"${number}" is no number of a TCP state` }
  // The column after it tells that the inode is whole
  if (columns.length <= INODE_COLUMN + 1) return { is: 'unreadable', why: 'the line ends before its inode' }
  const row = {
    protocol: localText.length > 13 ? 'tcp6' : 'tcp',
    local,
    remote: state === 'LISTEN' ? undefined : remote,
    state,
    pid: undefined,
    program: undefined,
    fd: undefined,
    inode: inodeOf(columns[INODE_COLUMN]),
  } as const
  return { is: 'row', row }
}

/** `0B00007F:0050` is 127.0.0.11:80. */
function endOf(text: string): Endpoint | undefined {
  const [, hex, port] = END.exec(text) ?? []
  if (hex === undefined || port === undefined) return undefined
  return {
    address: hex.length === 8 ? ipv4(bytesOf(hex)) : ipv6(bytesOf(hex)),
    port: Number.parseInt(port, 16),
  }
}

/**
 * Bytes of an address in network order. The kernel prints each 32-bit word as a number of the machine, and
 * the machines that Go serves on are little-endian; on s390x the bytes would have to stay.
 */
function bytesOf(hex: string): number[] {
  const bytes = Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  )
  return bytes.map((_, i) => bytes[(i & ~3) + 3 - (i & 3)] ?? 0)
}

const ipv4 = (bytes: readonly number[]): string => bytes.join('.')

const ipv6 = (bytes: readonly number[]): string => {
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return addressOf(digits.match(/.{4}/g)?.join(':') ?? '')
}
