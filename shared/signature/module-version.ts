/** Which versions of which modules a program was built from, read from the file names of its stacks. */

/** What stands before a module in the cache; `-trimpath` leaves it out. */
const CACHE = /^.*[/\\]pkg[/\\]mod[/\\]/
/** `github.com/quic-go/quic-go@v0.36.4/transport.go` */
const MODULE = /^(?=[^/\\@\s]+?\.[^@\s])([^@\s]+)@(v\d[^/\\\s]*)[/\\](.*)/
/** Sources of Go itself: a toolchain of the module cache, or a folder named after its version. */
const GO =
  /(?:golang\.org[/\\]toolchain@v[\d.]+-go|[/\\]go[/\\-]?)(\d+\.\d+(?:\.\d+|rc\d+)?)[./\\][^@]{0,200}?[/\\]?src[/\\]/
/** The module cache writes `!a` for `A`. */
const ESCAPED = /!([a-z])/g
/** A program has hundreds of modules; a text with more is none of a program. */
const MOST_MODULES = 5_000

/**
 * Module path → version, `std` for Go itself.
 *
 * Example input: `['/go/pkg/mod/github.com/!i!b!m/sarama@v1.43.0/broker.go']`
 * Example output: `Map { 'github.com/IBM/sarama' => 'v1.43.0' }`
 */
export function modulesIn(paths: Iterable<string>): Map<string, string> {
  const modules = new Map<string, string>()
  for (const path of paths) {
    if (modules.size >= MOST_MODULES) break
    const [module, version] = moduleOf(path) ?? []
    if (module !== undefined && version !== undefined && !modules.has(module)) modules.set(module, version)
  }
  return modules
}

function moduleOf(path: string): readonly [string, string] | undefined {
  const go = GO.exec(path)?.[1]
  if (go !== undefined) return ['std', go]
  const found = moduleFileOf(path)
  return found && [found.module, found.version]
}

/** A file of a module, as the module cache or `-trimpath` names it. */
export interface ModuleFile {
  readonly module: string
  readonly version: string
  /** Below the root of the module. */
  readonly file: string
}

/** undefined where the path names no module with its version. */
export function moduleFileOf(path: string): ModuleFile | undefined {
  const [, module, version, file] = MODULE.exec(path.replace(CACHE, '')) ?? []
  if (module === undefined || version === undefined || file === undefined) return undefined
  const name = module.replaceAll('\\', '/').replace(ESCAPED, (_, letter: string) => letter.toUpperCase())
  return { module: name, version, file: file.replaceAll('\\', '/') }
}

const NUMERIC = new Intl.Collator('en', { numeric: true })

/** Below 0 where `a` is older than `b`. A pre-release, and a pseudo-version, is older than the release it leads to. */
export function compareVersions(a: string, b: string): number {
  const [coreA = '', preA] = split(a)
  const [coreB = '', preB] = split(b)
  return NUMERIC.compare(coreA, coreB) || comparePre(preA, preB)
}

const comparePre = (a: string | undefined, b: string | undefined): number =>
  a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : NUMERIC.compare(a, b)

/** `v1.2.3-rc.1+incompatible` → `1.2.3`, `rc.1`; `go1.27rc1` → `1.27`, `rc1`. */
function split(version: string): readonly (string | undefined)[] {
  const [, core, pre] = /^(?:v|go)?([\d.]*)-?([^+]*)/.exec(version) ?? []
  return [threeParts(core ?? ''), pre === '' ? undefined : pre]
}

/** `1.27` is `1.27.0`. */
const threeParts = (core: string): string => [...core.split('.'), '0', '0'].slice(0, 3).join('.')
