/** Says in one sentence which sockets match. */

import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { endpointText } from './endpoint.ts'
import type { SocketMatch } from './match.ts'
import type { RemoteSockets } from './remote-sockets.ts'

/**
 * The match, made from its figures alone, without a full stop.
 *
 * Example output: `1,198 sockets ESTABLISHED to 10.10.10.11:80, oldest open 4 h 12 min`
 */
export function socketSentence(match: SocketMatch): string {
  const parts = [
    `${number(match.sockets)} sockets ${match.counted} to ${destinations(match)}`,
    ...(match.oldestAge === undefined ? [] : [`oldest open ${duration(match.oldestAge)}`]),
    ...closeWait(match),
    ...alternatives(match),
  ]
  return parts.join(', ')
}

function destinations({ remotes, counted }: SocketMatch): string {
  const [first, ...more] = remotes
  if (more.length === 0) return remoteText(first)
  const each = remotes.map((one) => withSockets(one, counted))
  return `${each.slice(0, -1).join(', ')} and ${each.at(-1)} together`
}

/** `10.10.10.11:80 (28)` */
function withSockets(remote: RemoteSockets, counted: SocketMatch['counted']): string {
  const { established, closeWait: closed } = remote
  return `${remoteText(remote)} (${number(counted === 'ESTABLISHED' ? established : established + closed)})`
}

const remoteText = ({ remote, hosts }: RemoteSockets): string =>
  hosts === 1 ? endpointText(remote) : `${number(hosts)} hosts on port ${remote.port}`

function closeWait({ closeWait: sockets, counted }: SocketMatch): string[] {
  if (sockets === 0) return []
  const which = counted === 'ESTABLISHED' ? 'more' : 'of them'
  const them = sockets === 1 ? 'it' : 'them'
  return [`${number(sockets)} ${which} in CLOSE_WAIT: the peer has closed ${them}, the process has not`]
}

function alternatives({ alternatives: others, counted }: SocketMatch): string[] {
  if (others.length === 0) return []
  return [`also matching: ${others.map((one) => withSockets(one, counted)).join(' and ')}`]
}

/** `1198` → `1,198` */
const number = (value: number): string => value.toLocaleString('en-US')

/** The two largest units: `4 h 12 min`, `3 d 4 h`, `less than a minute`. */
function duration(ms: number): string {
  if (ms < MINUTE) return 'less than a minute'
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`
}
