/** Counts the connections that processes opened, by remote and by port. */

import { endpointText } from './endpoint.ts'
import type { GroupedSockets, SocketGroup } from './grouped-sockets.ts'
import { lower } from './join.ts'
import type { Endpoint } from './model.ts'

/** Connections that one process opened to one remote, or to all hosts behind one port. */
export interface RemoteSockets {
  /** The address is `*` if it stands for several hosts. */
  readonly remote: Endpoint
  readonly hosts: number
  readonly pid: number | undefined
  readonly program: string | undefined
  readonly established: number
  /** The peer has closed, the process has not: a body that nobody reads to its end or closes. */
  readonly closeWait: number
  /** Ms since the epoch. */
  readonly oldestOpenedAt: number | undefined
}

/** Client connections by process and remote. As soon as some are known as those of the process, only these. */
export function remotesOf({ groups }: GroupedSockets): RemoteSockets[] {
  const clients = groups.filter(({ side, isOwn }) => side === 'client' && isOwn !== false)
  const own = clients.filter(({ isOwn }) => isOwn === true)
  const chosen = own.length > 0 ? own : clients
  return [...Map.groupBy(chosen, ({ endpoint, pid }) => `${endpointText(endpoint)} ${pid}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, ofRemote]) => remoteOf(ofRemote))
}

function remoteOf(groups: readonly SocketGroup[]): RemoteSockets[] {
  const open = groups.filter(({ state }) => state === 'ESTABLISHED' || state === 'CLOSE_WAIT')
  const [first] = open
  if (first === undefined) return []
  const inState = (of: string) => open.find(({ state }) => state === of)?.count ?? 0
  return [
    {
      remote: first.endpoint,
      hosts: 1,
      pid: first.pid,
      program: first.program,
      established: inState('ESTABLISHED'),
      closeWait: inState('CLOSE_WAIT'),
      oldestOpenedAt: open.map(({ oldestOpenedAt }) => oldestOpenedAt).reduce(lower),
    },
  ]
}

/** All hosts behind one port, by process; ports with a single host are remotes already. */
export function portsOf(remotes: readonly RemoteSockets[]): RemoteSockets[] {
  return [...Map.groupBy(remotes, ({ remote, pid }) => `${remote.port} ${pid}`).values()]
    .filter((hosts) => hosts.length > 1)
    .map((hosts) => hosts.reduce(together))
}

const together = (a: RemoteSockets, b: RemoteSockets): RemoteSockets => ({
  ...a,
  remote: { address: '*', port: a.remote.port },
  hosts: a.hosts + b.hosts,
  established: a.established + b.established,
  closeWait: a.closeWait + b.closeWait,
  oldestOpenedAt: lower(a.oldestOpenedAt, b.oldestOpenedAt),
})
