/** Finds the remote whose connections are the goroutines of a finding. */

import type { GroupedSockets } from './grouped-sockets.ts'
import { lower } from './join.ts'
import { portsOf, type RemoteSockets, remotesOf } from './remote-sockets.ts'

/** A number of sockets that agrees with a number of goroutines. */
export interface SocketMatch {
  /** Goroutines of the finding. */
  readonly count: number
  /** Sockets to all `remotes` in the states of `counted`. */
  readonly sockets: number
  readonly counted: 'ESTABLISHED' | 'ESTABLISHED or CLOSE_WAIT'
  /** One remote, several that only together match, or all hosts behind one port. The biggest first. */
  readonly remotes: readonly [RemoteSockets, ...RemoteSockets[]]
  readonly closeWait: number
  /** Milliseconds; only with a listing of /proc/PID/fd. */
  readonly oldestAge: number | undefined
  /** Other single remotes or ports that match as well; with any of these the match alone proves little. */
  readonly alternatives: readonly RemoteSockets[]
}

/** Largest difference between sockets and goroutines, as a part of the goroutines (rule `sockets`). */
const TOLERANCE = 0.2
/** Below this, the tolerance is less than one socket. */
const FEWEST = 5
/** More remotes than this, or one with a smaller part, add up to any number by chance. */
const MOST_TOGETHER = 4
const SMALLEST_PART = 0.1

type Counted = SocketMatch['counted']

const COUNTS: Readonly<Record<Counted, (remote: RemoteSockets) => number>> = {
  ESTABLISHED: ({ established }) => established,
  'ESTABLISHED or CLOSE_WAIT': ({ established, closeWait }) => established + closeWait,
}

/**
 * The client connections that match `count` goroutines within 20 %: those to one remote, else, in one
 * process, those to several remotes together. Undefined if none do. Established ones alone come first;
 * with CLOSE_WAIT as well the goroutines may be those of cause 1, whose connections the peer may close.
 */
export function matchSockets(count: number, grouped: GroupedSockets): SocketMatch | undefined {
  const remotes = remotesOf(grouped)
  return matchBy(oneRemote, count, remotes, grouped) ?? matchBy(severalRemotes, count, remotes, grouped)
}

/**
 * The same for all hosts behind one port together, as of a program that logs in to each machine of a fleet. It says less
 * than a match of remotes, so ask for that first.
 */
export function matchPorts(count: number, grouped: GroupedSockets): SocketMatch | undefined {
  return matchBy(oneRemote, count, portsOf(remotesOf(grouped)), grouped)
}

function matchBy(
  choose: typeof oneRemote | typeof severalRemotes,
  count: number,
  remotes: readonly RemoteSockets[],
  { takenAt }: GroupedSockets,
): SocketMatch | undefined {
  if (count < FEWEST) return undefined
  for (const counted of ['ESTABLISHED', 'ESTABLISHED or CLOSE_WAIT'] as const) {
    const chosen = choose(count, remotes, COUNTS[counted])
    if (chosen !== undefined) return matchOf(count, counted, chosen, takenAt)
  }
  return undefined
}

interface Chosen {
  readonly remotes: SocketMatch['remotes']
  readonly alternatives: readonly RemoteSockets[]
}

function matchOf(
  count: number,
  counted: Counted,
  { remotes, alternatives }: Chosen,
  takenAt: number,
): SocketMatch {
  const oldest = remotes.map((remote) => remote.oldestOpenedAt).reduce(lower)
  return {
    count,
    sockets: sum(remotes, COUNTS[counted]),
    counted,
    remotes,
    closeWait: sum(remotes, ({ closeWait }) => closeWait),
    oldestAge: oldest === undefined ? undefined : Math.max(0, takenAt - oldest),
    alternatives,
  }
}

/** Of several that match, the one nearest to the count. */
function oneRemote(count: number, remotes: readonly RemoteSockets[], held: (of: RemoteSockets) => number) {
  const [best, ...alternatives] = remotes
    .filter((remote) => isNear(held(remote), count))
    .sort((a, b) => Math.abs(held(a) - count) - Math.abs(held(b) - count))
  return best === undefined ? undefined : ({ remotes: [best], alternatives } satisfies Chosen)
}

/** The biggest remotes of one process, as long as each brings the sum nearer to the count. */
function severalRemotes(
  count: number,
  remotes: readonly RemoteSockets[],
  held: (of: RemoteSockets) => number,
) {
  for (const ofOne of Map.groupBy(remotes, ({ pid }) => pid).values()) {
    const parts = ofOne
      .filter((remote) => held(remote) >= count * SMALLEST_PART && held(remote) <= count * (1 + TOLERANCE))
      .sort((a, b) => held(b) - held(a))
      .slice(0, MOST_TOGETHER)
    const ends = parts.map((_, i) => sum(parts.slice(0, i + 1), held))
    const farther = ends.findIndex((end, i) => Math.abs(end - count) >= Math.abs((ends[i - 1] ?? 0) - count))
    const [first, ...rest] = parts.slice(0, farther < 0 ? parts.length : farther)
    if (first === undefined || rest.length === 0) continue
    if (isNear(sum([first, ...rest], held), count))
      return { remotes: [first, ...rest], alternatives: [] } satisfies Chosen
  }
  return undefined
}

const isNear = (sockets: number, count: number): boolean => Math.abs(sockets - count) <= count * TOLERANCE

const sum = (remotes: readonly RemoteSockets[], of: (remote: RemoteSockets) => number): number =>
  remotes.reduce((total, remote) => total + of(remote), 0)
