/**
 * Does a stack hold a connection, and whose? The one answer for load (shared/trend/load.ts) and for sockets
 * (shared/analysis/connection.ts). Names are matched in one spelling (aliases/), so any HTTP/2 is meant.
 */

import { oneSpelling } from './aliases/spelling.ts'
import type { Signature } from './signature.ts'

/**
 * What a stack does for somebody who connected to the process. `connection`: one for each open connection. `request`:
 * one for each request that is being answered on a connection which another stack stands for. `loop`: belongs to a
 * connection that another stack stands for, and is not there all the time.
 */
export type Served = 'connection' | 'request' | 'loop'

/** HTTP/2 as Go 1.26 spells it. */
const HTTP2_SERVE = 'net/http.(*http2serverConn).serve'

/**
 * Functions that serve. HTTP/2 has a frame reader for each connection and a handler for each request with every Go; its
 * serve loop ends while the connection is idle since Go 1.28 (golang/go#81524), and counts for nothing.
 * Sources: net/http server.go, golang.org/x/net/http2 server.go, google.golang.org/grpc server.go, fasthttp workerpool.go.
 */
const SERVES: ReadonlyMap<string, Served> = new Map([
  [HTTP2_SERVE, 'loop'],
  ['net/http.(*http2serverConn).readFrames', 'connection'],
  ['net/http.(*http2serverConn).runHandler', 'request'],
  ['net/http.(*conn).serve', 'connection'],
  ['google.golang.org/grpc.(*Server).serveStreams', 'connection'],
  ['google.golang.org/grpc.(*Server).handleStream', 'request'],
  ['github.com/valyala/fasthttp.(*workerPool).workerFunc', 'connection'],
])

/**
 * How a stack serves; undefined where it does not. The innermost function that serves says it: the serve loop of HTTP/2
 * stands in the stack of `net/http.(*conn).serve` up to Go 1.27.
 */
export function servedAs({ frames, entry }: Pick<Signature, 'frames' | 'entry'>): Served | undefined {
  for (const frame of frames) {
    const served = SERVES.get(oneSpelling(frame))
    if (served !== undefined) return served
  }
  return entry === undefined ? undefined : SERVES.get(oneSpelling(entry))
}

/** Methods of the server's side of a connection, and of what waits for one. */
const SERVER_SIDE =
  /^(?:net\/http\.\(\*(?:conn|connReader|http2serverConn|http2Server)\)\.|net\.\(\*(?:TCP|Unix)Listener\)\.|google\.golang\.org\/grpc\/internal\/transport\.\(\*http2Server\)\.)/

/** Whether a stack stands on a connection that somebody opened to the process. */
export const isServerSide = (signature: Pick<Signature, 'frames' | 'entry'>): boolean =>
  servedAs(signature) !== undefined || signature.frames.some((frame) => SERVER_SIDE.test(oneSpelling(frame)))

/** Functions that stand on a connection, or for one that the process opened. */
const ON_CONNECTION =
  /^(?:net\.\(\*(?:conn|netFD)\)\.|crypto\/tls\.\(\*Conn\)\.|net\/http\.\(\*(?:persistConn|http2ClientConn|http2clientConnReadLoop|http2clientStream)\)\.|google\.golang\.org\/grpc\/internal\/transport\.\(\*http2Client\)\.)/

/** Whether a stack stands on a connection that the process opened. */
export const isClientSide = (signature: Pick<Signature, 'frames' | 'entry'>): boolean =>
  !isServerSide(signature) && signature.frames.some((frame) => ON_CONNECTION.test(oneSpelling(frame)))
