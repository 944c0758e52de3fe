import { stat } from 'node:fs/promises'
import { Rejection } from '#shared/api/reason.ts'
import type { Cause } from '#shared/cause/cause.ts'
import { readSocketBody } from '#shared/ingest/socket-body.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import { groupSockets, type SocketEvidence } from '#shared/socket/evidence.ts'
import { matchSockets } from '#shared/socket/match.ts'
import { DEFAULT_READ_LIMITS } from '#shared/socket/model.ts'
import { socketSentence } from '#shared/socket/sentence.ts'
import { Failure } from './command.ts'
import { readOperand } from './operand.ts'

/**
 * The tables in these files, which are of one process and moment, joined.
 *
 * @param now milliseconds since the epoch: when a table on stdin was made; one in a file was when it was written
 * @throws Failure that names the file and the reason
 */
export async function readSocketFiles(files: readonly string[], now: number): Promise<SocketEvidence> {
  const times = await Promise.all(files.map((file) => writtenAt(file, now)))
  const tables = await Promise.all(files.map((file, i) => readSocketFile(file, times[i] ?? now)))
  return groupSockets(tables, { now: Math.max(...times) })
}

const writtenAt = async (file: string, now: number): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => now,
  )

async function readSocketFile(file: string, at: number) {
  try {
    const context = { at, tool: undefined, limits: DEFAULT_READ_LIMITS }
    return (await readSocketBody(await readOperand(file), context)).table
  } catch (error) {
    throw error instanceof Rejection
      ? new Failure(`${file} is refused (${error.reason}): ${error.message}`)
      : error
  }
}

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
