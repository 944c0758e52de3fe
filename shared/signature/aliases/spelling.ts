/** One spelling for all names that a function has had: in the hash of a signature, in patterns, in the source of a stack. */

import { packageOf } from '../package-of.ts'
import type { Alias } from './alias.ts'
import { bundled, bundledHttp2, HTTP2_SPELLINGS, isMovedHttp2 } from './http2.ts'
import { MODULE_ALIASES } from './modules.ts'
import { STANDARD_ALIASES } from './standard.ts'

/** Every renaming that Tidemark knows, HTTP/2 apart; the longest old spelling first, as the most special. */
export const ALIASES: readonly Alias[] = [...STANDARD_ALIASES, ...MODULE_ALIASES].sort(
  (a, b) => b.was.length - a.was.length,
)

/** Renamings that follow one another: `labix.org/v2/mgo` → … → the path of today. */
const MOST_MOVES = 4
/** Distinct names that are kept in mind: those of several large programs. */
const MOST_REMEMBERED = 50_000

/** `of`, asked once for each name. */
function remembered(of: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    if (known.size >= MOST_REMEMBERED) known.clear()
    const made = of(name)
    known.set(name, made)
    return made
  }
}

/**
 * A normalised function name in the spelling that stands for all of its others: of HTTP/2 that of Go 1.26, of all else
 * the newest. A pattern of the catalogue may be given too.
 *
 * Example input: `github.com/Shopify/sarama.(*Broker).responseReceiver`
 * Example output: `github.com/IBM/sarama.(*Broker).responseReceiver`
 */
export const oneSpelling = remembered((name) => {
  const http2 = bundledHttp2(name)
  if (http2 !== undefined) return http2
  let out = name
  for (let move = 0; move < MOST_MOVES; move++) {
    // `github.com/nats-io/nats.go` begins as its old path `github.com/nats-io/nats` does.
    const alias = ALIASES.find(({ was, is }) => isBelow(out, was) && !isBelow(out, is))
    if (alias === undefined) break
    out = alias.is + out.slice(alias.was.length)
  }
  return out
})

const isBelow = (name: string, path: string): boolean =>
  name.startsWith(path) && (name.length === path.length || '/.{'.includes(name[path.length] ?? ''))

const X_NET_HTTP2 = `${HTTP2_SPELLINGS.module.package}.`
const isOfXNet = (frame: string): boolean => frame.startsWith(X_NET_HTTP2)

/**
 * The frames of a stack as they are hashed. What gRPC calls of golang.org/x/net/http2 keeps its name: the framer is
 * there with every Go, and where no client or server of that package stands in the stack, nothing has moved.
 */
export function hashedFrames(frames: readonly string[]): readonly string[] {
  if (!frames.some(isOfXNet) || frames.some(isMovedHttp2)) return frames.map(oneSpelling)
  return frames.map((frame) => (isOfXNet(frame) ? frame : oneSpelling(frame)))
}

/**
 * A function name, or a pattern of the catalogue, without what differs between a library, its major versions, its forks
 * and its vendored copies.
 *
 * Example input: `github.com/acme/sarama/v2.(*Broker).responseReceiver`
 * Example output: `github.com/sarama.(*Broker).responseReceiver`
 */
export const sourceName = remembered((name) => {
  let out = oneSpelling(name.replace(VENDORED, ''))
  out = copied(out).replaceAll('{v}', '').replace(GOPKG_VERSION, '$1')
  if (MAJOR.test(out)) out = oneSpelling(withoutMajors(out))
  return out.replace(OWNER, '$1/')
})

/** A copy of another module below a folder of such copies: what follows begins with a host. */
const VENDORED =
  /^[^([]*\/(?:vendor|_workspace\/src|third_party|thirdparty|external)\/(?=[\w-]+(?:\.[\w-]+)+\/)/
/** `/v5` of a module path (go.dev/ref/mod#major-version-suffixes). */
const MAJOR = /\/v\d+(?=[/.])/
/** `.v3` of gopkg.in. */
const GOPKG_VERSION = /^([\w.-]+\/[^([]*?)\.v\d+(?=[./])/
/** Who a repository of a code host belongs to. */
const OWNER = /^(github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org)\/[^/([]+(?=\/)/

function withoutMajors(name: string): string {
  const path = packageOf(name)
  return path.replace(/\/v\d+(?=\/|$)/g, '') + name.slice(path.length)
}

/** A copy of golang.org/x/net/http2, known by types that nothing else has: github.com/bogdanfinn/fhttp/http2. */
const COPIED_HTTP2 = /^[^([]*\/http2\.(\(\*(?:clientConnReadLoop|clientStream|ClientConn|serverConn)\)\..*)$/

function copied(name: string): string {
  const [, rest] = COPIED_HTTP2.exec(name) ?? []
  return rest === undefined ? name : bundled(rest)
}

/** The package by its last element alone, as moved code of a program keeps it. */
export function packageNamed(name: string): string {
  const path = packageOf(name)
  return path.slice(path.lastIndexOf('/') + 1) + name.slice(path.length)
}
