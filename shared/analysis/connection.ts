import type { Cause } from '#shared/cause/cause.ts'
import { isClientSide, isServerSide } from '#shared/signature/connection.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import { matchPorts, matchSockets } from '#shared/socket/match.ts'
import { socketSentence } from '#shared/socket/sentence.ts'

/** Whether each goroutine of a stack may hold a connection that its process opened. */
export function holdsSocket(signature: Signature, { states }: Sighting, cause: Cause | undefined): boolean {
  if (isServerSide(signature)) return false
  // Group A: net/http
  return states.has('IO wait') || cause?.group === 'http' || isClientSide(signature)
}

/**
 * What to say if no stack has as many goroutines as the table has connections: that they do not explain one another, or
 * that there are none to compare.
 */
export function socketsExplainNothing({ sockets, groups }: GroupedSockets): string {
  const clients = groups.filter(({ side, isOwn }) => side === 'client' && isOwn !== false)
  const opened = clients.reduce((sum, { count }) => sum + count, 0)
  return opened === 0
    ? `The socket table has ${counted(sockets)} and none that the process opened: it says nothing about these stacks.`
    : `The socket table matches no stack: none of the stacks that may hold connections has about as many goroutines as the process has connections to one remote or port (${counted(opened)} opened).`
}

const counted = (sockets: number): string =>
  sockets === 1 ? '1 TCP socket' : `${sockets.toLocaleString('en-US')} TCP sockets`

/** The sentence on the connections that are as many as these goroutines; null where none are. */
export function socketsSay(count: number, sockets: GroupedSockets): string | null {
  const match = matchSockets(count, sockets) ?? matchPorts(count, sockets)
  return match === undefined ? null : socketSentence(match)
}
