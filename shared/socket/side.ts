/** Tells the connections that a process opened from those that it serves. */

import { endpointText } from './endpoint.ts'
import type { Endpoint, SocketRow } from './model.ts'

/** `unknown` where neither listeners nor ports nor repetition tell; such a socket is never a client's. */
export type Side = 'client' | 'server' | 'listening' | 'unknown'

/** Lowest port that Linux gives to a client by itself (net.ipv4.ip_local_port_range, 32768 60999 since 2.4). */
const LOWEST_EPHEMERAL = 32_768

/**
 * Side of each of these rows, which must be of one network namespace.
 *
 * A local port that listens is a server's: connect() never picks a port that was bound (Linux
 * inet_hashtables.c, __inet_hash_connect). Without that, two witnesses: the port numbers, and which of both
 * ends the other rows share. A client's end has many local ports for one remote, a server's one for many.
 */
export function sidesOf(rows: readonly SocketRow[]): (row: SocketRow) => Side {
  const listening = new Set(rows.filter(({ state }) => state === 'LISTEN').map(({ local }) => local.port))
  const locals = occurrences(rows, ({ local }) => local)
  const remotes = occurrences(rows, ({ remote }) => remote)
  return ({ state, local, remote }) => {
    if (state === 'LISTEN') return 'listening'
    if (remote === undefined) return 'unknown'
    if (listening.has(local.port)) return 'server'
    const ports = byPorts(local, remote)
    const shares = byShares(locals.get(endpointText(local)), remotes.get(endpointText(remote)))
    if (listening.size === 0) return agreed(ports, shares)
    // Its listener was closed, as http.Server.Shutdown does first
    const isLeftOver = shares === 'server' || (ports === 'server' && shares !== 'client')
    return isLeftOver ? 'server' : 'client'
  }
}

type Witness = 'client' | 'server' | undefined

function byPorts(local: Endpoint, remote: Endpoint): Witness {
  if (isEphemeral(local) === isEphemeral(remote)) return undefined
  return isEphemeral(local) ? 'client' : 'server'
}

/** Services with a name lie below the ephemeral ports. */
const isEphemeral = ({ port }: Endpoint): boolean => typeof port === 'number' && port >= LOWEST_EPHEMERAL

function byShares(local = 0, remote = 0): Witness {
  if (local === remote) return undefined
  return local > remote ? 'server' : 'client'
}

function agreed(one: Witness, other: Witness): Side {
  if (one !== undefined && other !== undefined && one !== other) return 'unknown'
  return one ?? other ?? 'unknown'
}

function occurrences(
  rows: readonly SocketRow[],
  endOf: (row: SocketRow) => Endpoint | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const end = endOf(row)
    if (end === undefined) continue
    const key = endpointText(end)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
