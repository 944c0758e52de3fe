/** Counts the sockets of a moment by side, address and state. */

import { endpointText } from './endpoint.ts'
import { type JoinedSocket, joinTables, longerName, lower } from './join.ts'
import type { Endpoint, SocketState, SocketTable } from './model.ts'
import { type Side, sidesOf } from './side.ts'

/** Sockets of one process, side, address and state. */
export interface SocketGroup {
  readonly side: Side
  /** The remote end of client and unknown sockets, the local end of those that serve or listen. */
  readonly endpoint: Endpoint
  readonly state: SocketState
  readonly count: number
  /** Of the process in question; undefined if the tables do not tell. */
  readonly isOwn: boolean | undefined
  readonly pid: number | undefined
  readonly program: string | undefined
  /** When the oldest one was opened, in ms since the epoch; only with a listing of /proc/PID/fd. */
  readonly oldestOpenedAt: number | undefined
}

/** The sockets of one moment. The sum of all `groups[].count` is `sockets`. */
export interface GroupedSockets {
  /** Ms since the epoch. */
  readonly takenAt: number
  readonly sockets: number
  /** The biggest first; the order of rows and tables does not change them. */
  readonly groups: readonly SocketGroup[]
}

/** What the tables cannot tell. */
export interface Moment {
  /** When the tools ran, in ms since the epoch. */
  readonly now: number
  /** The process in question, if the sender knows it. */
  readonly pid?: number | undefined
}

/** The groups of all sockets in these tables, which must be of one moment and one network namespace. */
export function groupSockets(tables: readonly SocketTable[], { now, pid }: Moment): GroupedSockets {
  const sockets = joinTables(tables, pid)
  const sideOf = sidesOf(sockets)
  const groups = new Map<string, SocketGroup>()
  for (const socket of sockets) {
    const group = groupOf(socket, sideOf(socket))
    const key = keyOf(group)
    const known = groups.get(key)
    groups.set(key, known === undefined ? group : together(known, group))
  }
  return {
    takenAt: now,
    sockets: sockets.length,
    groups: [...groups].sort(biggestFirst).map(([, group]) => group),
  }
}

function groupOf(
  { local, remote, state, isOwn, pid, program, openedAt }: JoinedSocket,
  side: Side,
): SocketGroup {
  const isServing = side === 'server' || side === 'listening'
  const endpoint = isServing ? local : (remote ?? local)
  return { side, endpoint, state, count: 1, isOwn, pid, program, oldestOpenedAt: openedAt }
}

const keyOf = ({ side, endpoint, state, isOwn, pid }: SocketGroup): string =>
  `${side} ${endpointText(endpoint)} ${state} ${isOwn} ${pid}`

function together(a: SocketGroup, b: SocketGroup): SocketGroup {
  return {
    ...a,
    count: a.count + b.count,
    program: longerName(a.program, b.program),
    oldestOpenedAt: lower(a.oldestOpenedAt, b.oldestOpenedAt),
  }
}

const biggestFirst = (
  [a, { count: ofA }]: [string, SocketGroup],
  [b, { count: ofB }]: [string, SocketGroup],
) => ofB - ofA || (a < b ? -1 : 1)
