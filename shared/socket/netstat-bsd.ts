/** Rows of `netstat -an` of macOS, FreeBSD, OpenBSD, NetBSD and AIX, which separate the port by a dot. */

import { columnsOf, wholeNumber } from './columns.ts'
import { readDottedEndpoint } from './endpoint.ts'
import { stateByName } from './state.ts'
import type { LineReading } from './table-format.ts'

/** `-v` of macOS 10 to 15 after the state: bytes (since 14), buffer sizes, process, effective process, flags. */
const OLD_OWNER = /^(?:\d+ \d+ )?\d+ \d+ (0|[1-9]\d*) \d+(?: (?:0x)?[0-9a-f]{4,5}(?: |$)|$)/
/** `-v` of macOS 14 and newer: two or four figures, then `process:pid`; the process may hold blanks. */
const NEW_OWNER = /^(?:\d+ ){2,4}([^\d:].*?) ?:(\d+)(?: |$)/

/**
 * One row.
 *
 * Example input:
 *
 *     tcp4       0      0  10.0.0.1.52144         10.0.0.9.8086          ESTABLISHED 131072 131072  4321      0
 *
 * Example output: row { tcp, 10.0.0.1:52144, 10.0.0.9:8086, ESTABLISHED, pid 4321 }
 *
 * Addresses that are wider than their column are cut (no `-W` or `-l`) and kept as they are.
 */
export function readNetstatBsd(text: string): LineReading {
  const [protocol = '', , , localText = '', remoteText = '', stateText = '', ...rest] = columnsOf(text)
  const local = readDottedEndpoint(localText)
  const remote = readDottedEndpoint(remoteText)
  if (local === undefined || remote === undefined)
    return { is: 'unreadable', why: 'no two addresses with a port each' }
  // `*.*` on both ends: a socket that was never bound, or that is closed
  if (local.endpoint === undefined) return { is: 'other' }
  const state = stateByName(stateText)
  if (state === undefined) return { is: 'unreadable', why: `"${stateText}" is no TCP state` }
  const row = {
    protocol: protocol.includes('6') || local.isIPv6 ? 'tcp6' : 'tcp',
    local: local.endpoint,
    remote: state === 'LISTEN' ? undefined : remote.endpoint,
    state,
    fd: undefined,
    inode: undefined,
    ...ownerOf(rest.join(' ')),
  } as const
  return { is: 'row', row }
}

function ownerOf(figures: string): { pid: number | undefined; program: string | undefined } {
  const [, program, named] = NEW_OWNER.exec(figures) ?? []
  if (named !== undefined) return { pid: wholeNumber(named), program }
  return { pid: wholeNumber(OLD_OWNER.exec(figures)?.[1]) || undefined, program: undefined }
}
