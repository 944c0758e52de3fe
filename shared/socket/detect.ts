/** Tells which tool printed a socket table, and reads it. */

import { type Decided, firstDecided } from '#shared/reading/answer.ts'
import { visibleText } from '#shared/reading/visible.ts'
import { LSOF } from './lsof.ts'
import { type Broken, DEFAULT_TABLE_LIMITS, type SocketTable, type TableLimits, type Tool } from './model.ts'
import { NETSTAT } from './netstat.ts'
import { PROC_FD } from './proc-fd.ts'
import { PROC_NET_TCP } from './proc-net-tcp.ts'
import { SS } from './ss.ts'
import { readTable, type TableFormat } from './table-format.ts'

/** A table is read, or it is refused for a reason. */
export type TableReading = Decided<{ readonly table: SocketTable }>

/** What the reader cannot know from the text. */
export interface ReadContext {
  /** When the tool ran, in ms since the epoch: `ls` leaves out the year. */
  readonly now: number
  /** The tool, if the sender says so; otherwise it is told from the text. */
  readonly tool?: Tool | undefined
  readonly limits?: TableLimits
}

/** Asked in this order; the first that does not say `not-mine` has the say. */
export const FORMATS: readonly TableFormat[] = [PROC_NET_TCP, PROC_FD, LSOF, SS, NETSTAT]

/** Characters of an unknown text that the refusal shows. */
const SHOWN = 40
/** Characters at the beginning in which a known but useless form is looked for. */
const LOOKED_AT = 16_384

/** The socket table in a body of UTF-8 text. Never throws, whatever the bytes; time is linear in them. */
export function readSocketTable(body: Uint8Array, { now, tool, limits }: ReadContext): TableReading {
  const { bytes, sockets } = limits ?? DEFAULT_TABLE_LIMITS
  if (body.length > bytes) return { answer: 'broken', broken: tooLarge(bytes, body.length) }
  // Programs, hosts and unreadable lines are shown: nothing in them may move a cursor.
  const text = visibleTable(new TextDecoder().decode(body))
  if (text.trim() === '') return { answer: 'broken', broken: EMPTY }
  const asked = FORMATS.filter((format) => tool === undefined || format.tool === tool)
  const decided = firstDecided(asked.map((format) => () => readTable(format, text, now, { bytes, sockets })))
  return decided ?? { answer: 'broken', broken: unknownFormat(text, tool) }
}

/** CR ends lines on Windows; everything else that cannot be seen is escaped. */
const visibleTable = (text: string): string =>
  text.includes('\r') ? text.split('\r\n').map(visibleText).join('\r\n') : visibleText(text)

const EMPTY: Broken = {
  reason: 'empty-body',
  detail: 'The body is empty: send the output of netstat, ss or lsof, /proc/net/tcp, or ls -l /proc/PID/fd.',
}

const tooLarge = (limit: number, actual: number): Broken => ({
  reason: 'body-too-large',
  detail: `The table has ${actual} bytes, the limit is ${limit}: send the table of one process (lsof -p PID), or raise the limit.`,
  limit,
  actual,
})

/** `1  /bin/svc  socket:[130996896]`: process, executable, file (busybox lsof.c). */
const BUSYBOX_LSOF = /^\d+\s+\/\S*\s+(?:socket:\[\d+\]|pipe:\[\d+\]|anon_inode:|\/)/m

const BUSYBOX_HAS_NO_ADDRESSES: Broken = {
  reason: 'unknown-format',
  detail:
    'This is lsof of busybox, which prints no addresses and no states: send netstat -antp of the same container, or /proc/PID/net/tcp with ls -l /proc/PID/fd.',
}

function unknownFormat(text: string, tool: Tool | undefined): Broken {
  if (BUSYBOX_LSOF.test(text.slice(0, LOOKED_AT))) return BUSYBOX_HAS_NO_ADDRESSES
  const begin = JSON.stringify(text.trimStart().slice(0, SHOWN))
  return {
    reason: 'unknown-format',
    detail:
      tool === undefined
        ? `The body begins with ${begin}. Accepted are netstat -antp (netstat -anv of macOS, netstat -ano of Windows), ss -tanp, lsof -nP -i, /proc/net/tcp, and ls -l /proc/PID/fd.`
        : `The body begins with ${begin}, which is no output of ${tool}.`,
  }
}
