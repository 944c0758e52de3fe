/** What a socket table says: which TCP sockets stood in it, in which states, whose they are, since when. */

import type { Answer, Broken } from '#shared/reading/answer.ts'
import type { Problem } from '#shared/reading/problem-list.ts'

export type { Broken, Problem }

/** Program or file that printed a table. */
export const TOOLS = ['netstat', 'ss', 'lsof', 'proc-net-tcp', 'proc-fd'] as const
export type Tool = (typeof TOOLS)[number]

/** State of a TCP socket in the kernel's words, without its `TCP_` (include/net/tcp_states.h). */
export type SocketState =
  | 'ESTABLISHED'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'LISTEN'
  | 'CLOSING'
  | 'BOUND_INACTIVE'

/** One end of a connection. */
export interface Endpoint {
  /** IPv4 with dots (IPv4-mapped IPv6 too), IPv6 as RFC 5952 writes it with its `%zone`, or the name that the tool printed. */
  readonly address: string
  /** Number, or the service name that the tool printed. */
  readonly port: number | string
}

/** One TCP socket of a table. What the tool does not print is undefined. */
export interface SocketRow {
  readonly protocol: 'tcp' | 'tcp6'
  readonly local: Endpoint
  /** Undefined where nobody is at the other end: a socket that listens. */
  readonly remote: Endpoint | undefined
  readonly state: SocketState
  readonly pid: number | undefined
  readonly program: string | undefined
  /** Descriptor in the process `pid`. */
  readonly fd: number | undefined
  /** Number of the socket in sockfs; sockets without an owner (TIME_WAIT) have none. */
  readonly inode: number | undefined
}

/** A link `/proc/PID/fd/<fd> -> socket:[<inode>]`. */
export interface FdLink {
  readonly fd: number
  readonly inode: number
  /** Time of the link in ms since the epoch; not that of the socket, see `openTimes`. */
  readonly linkedAt: number | undefined
  /** Known where the listing names the folder. */
  readonly pid: number | undefined
}

/** The output of one tool, read. `rows` is empty for `proc-fd`, `links` for all others. */
export interface SocketTable {
  readonly tool: Tool
  readonly rows: readonly SocketRow[]
  readonly links: readonly FdLink[]
  /** Rows of other kinds: UDP, Unix sockets, files, pipes. */
  readonly others: number
  readonly problems: readonly Problem[]
}

/** What a reader of one tool's output says of a text. */
export type Reading = Answer<{ readonly table: SocketTable }>

/** Bounds that hold while reading. */
export interface TableLimits {
  readonly bytes: number
  /** Sockets and links kept of one table. */
  readonly sockets: number
}

/** 200,000 rows of /proc/net/tcp, the widest of the five at 150 bytes a row (tcp4_seq_show), are 30 MB. */
export const DEFAULT_TABLE_LIMITS: TableLimits = { bytes: 32 * 1024 * 1024, sockets: 200_000 }
