/** Rows of `netstat -an` of Solaris and illumos: no protocol, two addresses, four figures of windows, the state. */

import { columnsOf } from './columns.ts'
import { readDottedEndpoint } from './endpoint.ts'
import { stateByName } from './state.ts'
import type { LineReading } from './table-format.ts'

const ROW = /^\s*(?=\S[^\s.]*\.\S)\S+\s+(?=\S[^\s.]*\.\S)\S+(?:\s+\d+){4}\s+[A-Z][A-Z_0-9]+\s*$/

export const isSolarisRow = (text: string): boolean => ROW.test(text)

/**
 * One row.
 *
 * Example input:
 *
 *     10.0.0.1.52144       10.0.0.9.8086        64128      0 128872      0 ESTABLISHED
 *
 * Example output: row { tcp, 10.0.0.1:52144, 10.0.0.9:8086, ESTABLISHED }
 */
export function readNetstatSolaris(text: string): LineReading {
  const [localText = '', remoteText = '', , , , , stateText = ''] = columnsOf(text)
  const local = readDottedEndpoint(localText)
  const remote = readDottedEndpoint(remoteText)
  const state = stateByName(stateText)
  if (stateText === 'IDLE' || local?.endpoint === undefined) return { is: 'other' }
  if (state === undefined) return { is: 'unreadable', why: `"${stateText}" is no TCP state` }
  if (remote === undefined) return { is: 'unreadable', why: 'no two addresses with a port each' }
  const row = {
    protocol: local.isIPv6 ? 'tcp6' : 'tcp',
    local: local.endpoint,
    remote: state === 'LISTEN' ? undefined : remote.endpoint,
    state,
    pid: undefined,
    program: undefined,
    fd: undefined,
    inode: undefined,
  } as const
  return { is: 'row', row }
}
