/**
 * HTTP/2 of the standard library: one implementation under three spellings. Up to Go 1.26 net/http carries a copy of
 * golang.org/x/net/http2 in one file (h2_bundle.go), each name of it prefixed with `http2`. Since Go 1.27 the
 * implementation is a package of its own, and golang.org/x/net/http2 hands its users on to that
 * (golang.org/x/net v0.62.0, `//go:build !(go1.27 && !http2legacy)`).
 */
interface Http2Spelling {
  readonly package: string
  /** Before each name of the package. */
  readonly prefix: string
  readonly versions: string
}

export const HTTP2_SPELLINGS = {
  bundled: { package: 'net/http', prefix: 'http2', versions: 'go1.6 to go1.26' },
  module: { package: 'golang.org/x/net/http2', prefix: '', versions: 'golang.org/x/net, go1.26 and older' },
  standard: { package: 'net/http/internal/http2', prefix: '', versions: 'go1.27 and newer' },
  /** Where golang.org/x/net/http2 was before December 2014. */
  first: { package: 'github.com/bradfitz/http2', prefix: '', versions: '2014' },
} as const satisfies Record<string, Http2Spelling>

/**
 * What of golang.org/x/net/http2 moved: server.go, transport.go, client_conn_pool.go. frame.go did not: gRPC reads its
 * frames with `golang.org/x/net/http2.(*Framer)` whichever Go builds it.
 */
const MOVED =
  /^golang\.org\/x\/net\/http2\.(?:awaitRequestCancel$|\(\*(?:serverConn|Server|responseWriter|requestBody|ClientConn|Transport|clientStream|clientConnReadLoop|clientConnPool|dialCall|addConnCall|transportResponseBody)\)\.)/

/** Whether a frame is of a client or a server of golang.org/x/net/http2, and not only of its framer. */
export const isMovedHttp2 = (frame: string): boolean => MOVED.test(frame)

const UNBUNDLED = [HTTP2_SPELLINGS.module, HTTP2_SPELLINGS.standard, HTTP2_SPELLINGS.first].map(
  (spelling) => `${spelling.package}.`,
)

/**
 * A function of HTTP/2 as net/http spelled it up to Go 1.26; undefined where it is another's.
 *
 * Example input: `net/http/internal/http2.(*clientStream).doRequest`
 * Example output: `net/http.(*http2clientStream).doRequest`
 */
export function bundledHttp2(frame: string): string | undefined {
  const from = UNBUNDLED.find((path) => frame.startsWith(path))
  return from === undefined ? undefined : bundled(frame.slice(from.length))
}

/** `name` without its package. */
export function bundled(name: string): string {
  const { package: path, prefix } = HTTP2_SPELLINGS.bundled
  return name.startsWith('(*') ? `${path}.(*${prefix}${name.slice(2)}` : `${path}.${prefix}${name}`
}
