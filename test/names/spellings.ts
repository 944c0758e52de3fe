import { HTTP2_SPELLINGS } from '#shared/signature/aliases/http2.ts'

/** One import path, or one function in it, that has got another name. */
interface Renaming {
  readonly was: string
  readonly is: string
}

/** Where HTTP/2 has its names as they are; net/http prefixed those of its copy. */
const PACKAGES = [HTTP2_SPELLINGS.module, HTTP2_SPELLINGS.standard].map((one) => `${one.package}.`)
const BUNDLED = 'net/http.'

/**
 * Every name that a function has or has had, the given one first.
 *
 * Example input: `net/http.(*http2ClientConn).readLoop`
 * Example output: itself, `golang.org/x/net/http2.(*ClientConn).readLoop`, `net/http/internal/http2.(*ClientConn).readLoop`
 */
export function spellingsOf(name: string, renamings: readonly Renaming[]): readonly string[] {
  const found = new Set([name])
  // A set is walked to its end, whatever is added meanwhile.
  for (const one of found) {
    for (const other of http2Spellings(one)) found.add(other)
    // `github.com/nats-io/nats.go` begins as its old path `github.com/nats-io/nats` does.
    for (const { was, is } of renamings)
      for (const [from, to] of [
        [was, is],
        [is, was],
      ] as const)
        if (isBelow(one, from) && !(to.length > from.length && isBelow(one, to)))
          found.add(to + one.slice(from.length))
  }
  return [...found]
}

const isBelow = (name: string, path: string): boolean =>
  name.startsWith(path) && (name.length === path.length || '/.{'.includes(name[path.length] ?? ''))

function http2Spellings(name: string): readonly string[] {
  const [, star = '', rest] = /^net\/http\.(\(\*)?http2(.*)$/.exec(name) ?? []
  const own =
    rest === undefined
      ? PACKAGES.filter((one) => name.startsWith(one)).map((one) => name.slice(one.length))
      : [`${star}${rest}`]
  return own.flatMap((one) => [
    ...PACKAGES.map((path) => path + one),
    BUNDLED + one.replace(/^(\(\*)?/, '$1http2'),
  ])
}
