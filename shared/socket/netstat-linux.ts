/** Rows of `netstat -ant` of Linux, with or without `-p`, `-e`, `-o` and `-W`: net-tools and busybox. */

import { columnsOf, inodeOf, wholeNumber } from './columns.ts'
import { readEndpoint } from './endpoint.ts'
import { stateAtStart } from './state.ts'
import type { LineReading } from './table-format.ts'

/** First word of the timer column of `-o`; its figures follow in parentheses. */
const TIMER = /^(?:off|on|keepalive|timewait|probe|unkn-\d+)$/
/** Both ends have their port behind a colon, where macOS and the BSDs have a dot; `0.0.0.0:*` has both. */
const COLON_IS_LAST = /:[^.:\s]+$/

/** Whether a row of TCP is one of Linux. One that is cut before its addresses counts as one. */
export function isLinuxRow(text: string): boolean {
  const [protocol = '', , , local, remote] = columnsOf(text)
  if (/4/.test(protocol)) return false
  return (
    remote === undefined || (local !== undefined && COLON_IS_LAST.test(local)) || COLON_IS_LAST.test(remote)
  )
}

/**
 * One row.
 *
 * Example input:
 *
 *     tcp        0      0 127.0.0.1:52632         127.0.0.11:80           ESTABLISHED 13471/shopfront
 *
 * Example output: row { tcp, 127.0.0.1:52632, 127.0.0.11:80, ESTABLISHED, pid 13471, program shopfront }
 */
export function readNetstatLinux(text: string): LineReading {
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
