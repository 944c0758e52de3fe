/** Finds the import path of a package of which panicparse prints the last element only. */

/** Directories of a build that an import path begins behind. */
const ROOTS = /(?:^|[\\/])(?:pkg[\\/]mod|src|vendor)[\\/]/g
/** `@v1.2.3` of the module cache. */
const VERSION = /@v[^\\/]*/
/** `!d` for `D` in the module cache (golang.org/x/mod/module, EscapePath). */
const ESCAPED = /!([a-z])/g

/**
 * Packages of the standard library in whose functions goroutines stand, with files that are theirs: `http` alone
 * may be another package. Source: go1.19 to go1.27, `src`.
 */
const STANDARD: readonly (readonly [path: string, files: RegExp])[] = [
  ['net/http', /^(?:server|transport|h2_bundle|client|roundtrip|request|transfer|response|fs)\.go$/],
  ['net/http/httputil', /^(?:reverseproxy|dump|httputil)\.go$/],
  ['net/http/httptest', /^(?:server|recorder)\.go$/],
  ['net/textproto', /^(?:reader|textproto|pipeline)\.go$/],
  ['net/rpc', /^(?:server|client)\.go$/],
  ['internal/poll', /^fd_\w+\.go$/],
  ['internal/singleflight', /^singleflight\.go$/],
  ['os/exec', /^exec(?:_\w+)?\.go$/],
  ['os/signal', /^signal(?:_\w+)?\.go$/],
  ['database/sql', /^(?:sql|convert|ctxutil)\.go$/],
  ['crypto/tls', /^(?:conn|handshake_\w+|tls|key_agreement)\.go$/],
  ['io/ioutil', /^(?:ioutil|tempfile)\.go$/],
]

const HANDLER = /^(?:handler\.|Index$|Cmdline$|Profile$|Trace$|Symbol$)/

/** `net/http` for `http` in `/usr/local/go/src/net/http/server.go`; the element itself where nothing tells more. */
export function importPathOf(element: string, location: string, name: string): string {
  if (element === 'main') return element
  const file = location.replace(/:\d+$/, '')
  const slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  if (slash > 0) return fromFolder(element, file.slice(0, slash)) ?? element
  // Two packages of the standard library have a pprof.go.
  if (element === 'pprof' && file === 'pprof.go')
    return HANDLER.test(name) ? 'net/http/pprof' : 'runtime/pprof'
  const known = STANDARD.find(([path, files]) => path.endsWith(`/${element}`) && files.test(file))
  return known?.[0] ?? element
}

function fromFolder(element: string, folder: string): string | undefined {
  let start = -1
  for (const root of folder.matchAll(ROOTS)) start = root.index + root[0].length
  if (start < 0) return undefined
  const path = folder
    .slice(start)
    .replaceAll('\\', '/')
    .replace(VERSION, '')
    .replace(ESCAPED, (_, letter: string) => letter.toUpperCase())
  const last = path.slice(path.lastIndexOf('/') + 1)
  // A package may be called otherwise than its folder: `yaml` in `gopkg.in/yaml.v3`, `redis` in `go-redis/v9`.
  return last === element || /^v\d+$/.test(last) || last.startsWith(`${element}.`) ? path : undefined
}
