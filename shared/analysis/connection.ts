import type { Cause } from '#shared/cause/cause.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import type { SocketEvidence } from '#shared/socket/evidence.ts'
import { matchSockets } from '#shared/socket/match.ts'
import { socketSentence } from '#shared/socket/sentence.ts'

/** Frames that stand on a connection or for one that the process opened. */
const CONNECTION =
  /^(?:net\.\(\*(?:conn|netFD)\)\.|crypto\/tls\.\(\*Conn\)\.|net\/http\.\(\*(?:persistConn|http2ClientConn|http2clientConnReadLoop)\)\.)/
/** The other side: connections that somebody opened to the process. */
const SERVED = /^(?:net\/http\.\(\*(?:conn|connReader|http2serverConn)\)\.|net\.\(\*TCPListener\)\.)/

/** Whether each goroutine of a stack may hold a connection that its process opened. */
export function holdsSocket({ frames }: Signature, { states }: Sighting, cause: Cause | undefined): boolean {
  if (frames.some((frame) => SERVED.test(frame))) return false
  // Group A: net/http
  return states.has('IO wait') || cause?.group === 'A' || frames.some((frame) => CONNECTION.test(frame))
}

/** The sentence on the connections that are as many as these goroutines; null where none are. */
export function socketsSay(count: number, sockets: SocketEvidence): string | null {
  const match = matchSockets(count, sockets)
  return match === undefined ? null : socketSentence(match)
}
