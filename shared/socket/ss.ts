/** Reads `ss -tan`, with or without `-p`, `-e`, `-i`, `-o`, `-H` and with the Netid column of `ss -an`. */

import { columnsOf, inodeOf, wholeNumber } from './columns.ts'
import { readEndpoint } from './endpoint.ts'
import type { Line } from './lines.ts'
import { stateByName } from './state.ts'
import type { LineReading, TableFormat } from './table-format.ts'

/** States in the spelling of ss (iproute2 misc/ss.c, sstate_name). */
const STATE =
  /^(?:ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|UNKNOWN)$/
/** Names in the Netid column (iproute2 misc/ss.c, sock_name). */
const NETID =
  /^(?:tcp|udp|raw|icmp6|\?\?\?|u_str|u_dgr|u_seq|nl|p_raw|p_dgr|v_str|v_dgr|ti_\w+|sctp|dccp|mptcp|xdp|unknown)$/
const HEADER = /^(?:Netid\s|State\s+Recv-Q\s|Recv-Q\s+Send-Q\s)/
/** Figures of TCP as `-i`, `-m` and `-e` print them (iproute2 misc/ss.c, tcp_stats_print). */
const TCP_INFO = /(?:^|\s)(?:rto:[\d.]|cwnd:\d|skmem:\(|wscale:\d)/
const USERS = /users:\(\("([^"]*)",(?:pid=)?(\d+),(?:fd=)?(\d+)/
const INODE = /\bino:(\d+)/

export const SS: TableFormat = { tool: 'ss', isTelling, read }

function isTelling(text: string): boolean {
  return HEADER.test(text.trimStart()) || isRow(text)
}

function isRow(text: string): boolean {
  const [first = '', second = '', third = ''] = columnsOf(text.slice(0, 200))
  return NETID.test(first)
    ? STATE.test(second) && wholeNumber(third) !== undefined
    : STATE.test(first) && wholeNumber(second) !== undefined
}

/**
 * One line of ss.
 *
 * Example input:
 *
 *     ESTAB     0      0          127.0.0.1:52632   127.0.0.11:80  users:(("shopfront",pid=13471,fd=11)) ino:27729 sk:4f
 *
 * Example output: row { tcp, 127.0.0.1:52632, 127.0.0.11:80, ESTABLISHED, pid 13471, program shopfront, fd 11, inode 27729 }
 *
 * Of the processes that share a socket only the first is kept. `ss state established` prints no state:
 * such rows are unreadable.
 */
function read({ text, isCut }: Line): LineReading {
  if (HEADER.test(text.trimStart())) return { is: 'heading' }
  // `ss -i` without `-O` puts the figures of TCP on a line of their own; a paste may have lost its indentation
  if (!isRow(text) && (/^\s/.test(text) || TCP_INFO.test(text))) return { is: 'heading' }
  const columns = columnsOf(text)
  const netid = NETID.test(columns[0] ?? '') ? columns.shift() : 'tcp'
  if (netid !== 'tcp') return { is: 'other' }
  const [name = '', , , localText = '', remoteText = '', ...rest] = columns
  const state = STATE.test(name) ? stateByName(name) : undefined
  if (state === undefined)
    return { is: 'unreadable', why: `no state of ss in the first column: use ss -tanp` }
  const local = readEndpoint(localText)
  const remote = readEndpoint(remoteText)
  if (local?.endpoint === undefined || remote === undefined)
    return { is: 'unreadable', why: 'no two addresses with a port each' }
  if (isCut && text.endsWith(remoteText))
    return { is: 'unreadable', why: 'the text ends inside this line: its port may be cut' }
  const row = {
    // Since 2018 `*` stands for both families, which is a socket of IPv6
    protocol: local.isIPv6 || local.endpoint.address === '*' ? 'tcp6' : 'tcp',
    local: local.endpoint,
    remote: state === 'LISTEN' ? undefined : remote.endpoint,
    state,
    ...ownerOf(rest.join(' ')),
  } as const
  return { is: 'row', row }
}

/** `users:(("x",pid=1,fd=3))`, before 2014 `users:(("x",1,3))`; `ino:` is printed with `-e`. */
function ownerOf(text: string) {
  const [, program, pid, fd] = USERS.exec(text) ?? []
  const [, inode] = INODE.exec(text) ?? []
  return { program, pid: wholeNumber(pid), fd: wholeNumber(fd), inode: inodeOf(inode) }
}
