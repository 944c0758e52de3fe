import { sourceName } from '#shared/signature/aliases/spelling.ts'

const compiled = new Map<string, RegExp>()
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
  return WILD.test(pattern) && (expression(pattern).test(frame) || expression(wanted).test(name))
}

function expression(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? compile(pattern)
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(pattern, known)
  return known
}

const WILD = /^\*\*[/.]|\{[vn]\}/
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function compile(pattern: string): RegExp {
  const [, start = '', rest = ''] = /^(\*\*[/.])?(.*)$/.exec(pattern) ?? []
  const body = rest
    .split(/(\{[vn]\})/)
    .map((part) => (part === '{v}' ? '(?:[/.]v\\d+)?' : part === '{n}' ? '\\d+(?:\\.\\d+)*' : escaped(part)))
    .join('')
  const before = { '**/': '(?:.*/)?', '**.': '.*\\.' }[start] ?? ''
  return new RegExp(`^${before}${body}$`)
}
