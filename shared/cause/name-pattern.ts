const compiled = new Map<string, RegExp>()

/**
 * Whether a normalised function name is the one that a catalogue entry names.
 *
 * A pattern is the name itself, with two wildcards: `**` at its beginning stands for any import path before a
 * `/`, and `{v}` for a major version in the path, `/v5` or `.v3`, or none.
 *
 * Example: `**∕internal/pool.(*ConnPool).reaper` (written with a plain slash) matches
 * `github.com/go-redis/redis/v8/internal/pool.(*ConnPool).reaper`; `github.com/jackc/pgx{v}/pgxpool.(*Pool).Close`
 * matches `github.com/jackc/pgx/v5/pgxpool.(*Pool).Close`.
 */
export function matchesName(frame: string, pattern: string): boolean {
  if (frame === pattern) return true
  if (!pattern.startsWith('**/') && !pattern.includes('{v}')) return false
  const known = compiled.get(pattern) ?? compile(pattern)
  compiled.set(pattern, known)
  return known.test(frame)
}

function compile(pattern: string): RegExp {
  const anywhere = pattern.startsWith('**/')
  const rest = (anywhere ? pattern.slice('**/'.length) : pattern)
    .split('{v}')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(?:[/.]v\\d+)?')
  return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${rest}$`)
}
