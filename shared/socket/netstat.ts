/** Reads `netstat -ant`, with or without `-p`, `-e`, `-o` and `-W`: net-tools and busybox. */

import { columnsOf, inodeOf, wholeNumber } from './columns.ts'
import { readEndpoint } from './endpoint.ts'
import type { Line } from './lines.ts'
import type { SocketState } from './model.ts'
import { stateByName } from './state.ts'
import type { LineReading, TableFormat } from './table-format.ts'

const TCP = /^\s*tcp6?\s+\d+\s+\d+\s/
const TCP_BEGIN = /^\s*tcp6?(?:\s|$)/
/** Protocols of the other rows (net-tools netstat.c, busybox netstat.c). */
const OTHER = /^\s*(?:udp6?|udpl6?|udplite6?|raw6?|sctp|icmp6?|unix|l2cap|rfcomm|dccp)\s/
/** First word of the timer column of `-o`; its figures follow in parentheses. */
const TIMER = /^(?:off|on|keepalive|timewait|probe|unkn-\d+)$/

export const NETSTAT: TableFormat = { tool: 'netstat', isTelling, read }

/** The line of column names begins with `Proto` in every language of net-tools 2.10. */
function isTelling(text: string): boolean {
  return TCP.test(text) || /^Active Internet connections/.test(text) || /^Proto\s+\S+-[QF]\s/.test(text)
}

/**
 * One line of netstat.
 *
 * Example input:
 *
 *     tcp        0      0 127.0.0.1:52632         127.0.0.11:80           ESTABLISHED 13471/shopfront
 *
 * Example output: row { tcp, 127.0.0.1:52632, 127.0.0.11:80, ESTABLISHED, pid 13471, program shopfront }
 */
function read({ text }: Line): LineReading {
  if (OTHER.test(text)) return { is: 'other' }
  if (!TCP_BEGIN.test(text)) return outside(text)
  const [protocol, , , localText = '', remoteText = '', ...rest] = columnsOf(text)
  const local = readEndpoint(localText)
  const remote = readEndpoint(remoteText)
  if (local?.endpoint === undefined || remote === undefined)
    return { is: 'unreadable', why: 'no two addresses with a port each' }
  const found = stateAtStart(rest)
  if (found === undefined)
    return { is: 'unreadable', why: `"${rest[0] ?? ''}" is no TCP state in a language of netstat` }
  const row = {
    // Before 2007 net-tools wrote tcp for both
    protocol: protocol === 'tcp6' || local.isIPv6 ? 'tcp6' : 'tcp',
    local: local.endpoint,
    remote: found.state === 'LISTEN' ? undefined : remote.endpoint,
    state: found.state,
    fd: undefined,
    ...ownerOf(rest.slice(found.words)),
  } as const
  return { is: 'row', row }
}

/** Titles and column names have no digits in any language; every row has. */
function outside(text: string): LineReading {
  return /\d/.test(text)
    ? { is: 'unreadable', why: 'neither a title nor a row of netstat' }
    : { is: 'heading' }
}

/** State at the start of these columns, and how many it takes: `POSLEDNÍ ACK` are two. */
function stateAtStart(columns: readonly string[]): { state: SocketState; words: number } | undefined {
  for (const words of [1, 2]) {
    const state = stateByName(columns.slice(0, words).join(' '))
    if (state !== undefined) return { state, words }
  }
  return undefined
}

interface Owner {
  readonly pid: number | undefined
  readonly program: string | undefined
  readonly inode: number | undefined
}

/** `[user inode] [pid/program…] [timer (figures)]`; the program may contain blanks: `4481/sshd: root@pts/1`. */
function ownerOf(columns: readonly string[]): Owner {
  const hasInode =
    columns[0] !== undefined && !columns[0].includes('/') && wholeNumber(columns[1]) !== undefined
  const owner = hasInode ? columns.slice(2) : columns
  const timer = owner.findIndex((word, i) => TIMER.test(word) && owner[i + 1]?.startsWith('('))
  const words = (timer < 0 ? owner : owner.slice(0, timer)).join(' ')
  const slash = words.indexOf('/')
  const pid = slash < 0 ? undefined : wholeNumber(words.slice(0, slash))
  return {
    pid,
    program: pid === undefined ? undefined : words.slice(slash + 1),
    inode: hasInode ? inodeOf(columns[1]) : undefined,
  }
}
