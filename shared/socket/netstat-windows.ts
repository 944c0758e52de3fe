/** Rows of `netstat -ano` of Windows, in any language, with and without the process id. */

import { columnsOf, wholeNumber } from './columns.ts'
import { readEndpoint } from './endpoint.ts'
import { stateAtStart } from './state.ts'
import type { LineReading } from './table-format.ts'

/** Upper case, and addresses where every other system has the queues. */
const ROW = /^\s*TCP\s+(?=\S[^\s:]*:\S)\S+\s+(?=\S[^\s:]*:\S)\S+(?:\s|$)/

export const isWindowsRow = (text: string): boolean => ROW.test(text)

/**
 * One row.
 *
 * Example input:
 *
 *     TCP    10.0.0.1:52144         10.0.0.9:8086          CLOSE_WAIT      4321
 *
 * Example output: row { tcp, 10.0.0.1:52144, 10.0.0.9:8086, CLOSE_WAIT, pid 4321 }
 *
 * A listener is known by its remote end, which has port 0: the state is in the language of the system, and often in a
 * code page that is not UTF-8.
 */
export function readNetstatWindows(text: string): LineReading {
  const [, localText = '', remoteText = '', ...rest] = columnsOf(text)
  const local = readEndpoint(localText)
  const remote = readEndpoint(remoteText)
  if (local?.endpoint === undefined || remote === undefined)
    return { is: 'unreadable', why: 'no two addresses with a port each' }
  const isNobody = remote.endpoint === undefined || remote.endpoint.port === 0
  const found = stateAtStart(rest)
  const state = found?.state ?? (isNobody ? 'LISTEN' : undefined)
  if (state === undefined)
    return {
      is: 'unreadable',
      why: `"${rest[0] ?? ''}" is no TCP state in a language that is known: send netstat -ano of an English Windows`,
    }
  const row = {
    protocol: local.isIPv6 ? 'tcp6' : 'tcp',
    local: local.endpoint,
    remote: state === 'LISTEN' || isNobody ? undefined : remote.endpoint,
    state,
    // `-t` has a column behind it
    pid: rest
      .slice(found?.words ?? 1)
      .map(wholeNumber)
      .find((pid) => pid !== undefined && pid !== 0),
    program: undefined,
    fd: undefined,
    inode: undefined,
  } as const
  return { is: 'row', row }
}
