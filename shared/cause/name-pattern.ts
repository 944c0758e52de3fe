import { sourceName } from '#shared/signature/aliases/spelling.ts'

/** A pattern with wildcards. */
interface Wild {
  readonly expression: RegExp
  /** How every name ends that it matches: most names are told by it alone. */
  readonly end: string
}

const compiled = new Map<string, Wild>()
/** The catalogue has a few hundred; settings of services bring others. */
const MOST_COMPILED = 10_000

/**
 * Whether a normalised function name is the one that a catalogue entry names.
 *
 * A pattern is the name itself, in any spelling that the function has had (shared/signature/aliases), of any major version
 * and fork, with wildcards: at its beginning `**∕` stands for any import path before a slash
 * and `**.` for any package or type before a dot; `{v}` is a major version in the path, `/v5` or `.v3`, or none;
 * `{n}` numbers an anonymous function, `3` or `1.2`.
 *
 * Example: `**∕internal/pool.(*ConnPool).reaper` (written with a plain slash) matches
 * `github.com/go-redis/redis/v8/internal/pool.(*ConnPool).reaper`; `github.com/jackc/pgx{v}/pgxpool.(*Pool).Close`
 * matches `github.com/jackc/pgx/v5/pgxpool.(*Pool).Close`; `**.readPump` matches `main.(*client).readPump`.
 */
export function matchesName(frame: string, pattern: string): boolean {
  if (frame === pattern) return true
  const [name, wanted] = [sourceName(frame), sourceName(pattern)]
  if (name === wanted) return true
  return WILD.test(pattern) && (isLike(frame, wildOf(pattern)) || isLike(name, wildOf(wanted)))
}

const isLike = (name: string, { expression, end }: Wild): boolean =>
  name.endsWith(end) && expression.test(name)

/**
 * The same of many patterns at once.
 *
 * @returns those that a function name matches, each once
 */
export function nameMatcher(patterns: readonly string[]): (frame: string) => string[] {
  const bySource = Map.groupBy(patterns, sourceName)
  const all = new Set(patterns)
  const wild = patterns
    .filter((pattern) => WILD.test(pattern))
    .map((pattern) => ({ pattern, asIs: wildOf(pattern), bySource: wildOf(sourceName(pattern)) }))
  return (frame) => {
    const name = sourceName(frame)
    const like = wild.filter((one) => isLike(frame, one.asIs) || isLike(name, one.bySource))
    const same = [...(all.has(frame) ? [frame] : []), ...(bySource.get(name) ?? [])]
    return [...new Set([...same, ...like.map(({ pattern }) => pattern)])]
  }
}

function wildOf(pattern: string): Wild {
  const known = compiled.get(pattern) ?? compile(pattern)
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(pattern, known)
  return known
}

const WILD = /^\*\*[/.]|\{[vn]\}/
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function compile(pattern: string): Wild {
  const [, start = '', rest = ''] = /^(\*\*[/.])?(.*)$/.exec(pattern) ?? []
  const body = rest
    .split(/(\{[vn]\})/)
    .map((part) => (part === '{v}' ? '(?:[/.]v\\d+)?' : part === '{n}' ? '\\d+(?:\\.\\d+)*' : escaped(part)))
    .join('')
  const before = { '**/': '(?:.*/)?', '**.': '.*\\.' }[start] ?? ''
  const end = rest.slice(rest.lastIndexOf('}') + 1)
  return { expression: new RegExp(`^${before}${body}$`), end }
}
