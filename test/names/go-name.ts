/** A function as Tidemark names it: which packages may it be of, and what is it called there? */
export interface GoName {
  /** Import path, or a pattern of one; undefined where any package may hold it. */
  readonly path: string | undefined
  /** What stands behind the path: `(*Pool).Close`, `dial.func{n}`. */
  readonly function: string
}

const ANY_PACKAGE = '**.'

/**
 * Every way to read a name. The last element of a path may hold dots itself: `nats.go`, `lumberjack.v2`.
 *
 * Example input: `gopkg.in/yaml.v3.Unmarshal`
 * Example output: `gopkg.in/yaml` with `v3.Unmarshal`, and `gopkg.in/yaml.v3` with `Unmarshal`
 */
export function readings(name: string): GoName[] {
  if (name.startsWith(ANY_PACKAGE)) return [{ path: undefined, function: name.slice(ANY_PACKAGE.length) }]
  const bracket = name.search(/[([]/)
  const end = bracket < 0 ? name.length : bracket
  const found: GoName[] = []
  const start = name.lastIndexOf('/', end) + 1
  for (let dot = name.indexOf('.', start); dot >= 0 && dot < end; dot = name.indexOf('.', dot + 1))
    found.push({ path: name.slice(0, dot), function: name.slice(dot + 1) })
  return found.filter((one) => one.path !== '' && one.function !== '')
}

const paths = new Map<string, RegExp>()

/** Whether an import path is the one that a pattern means: `**∕` (with a plain slash) is any path before, `{v}` a major version or none. */
export function isPath(path: string, pattern: string): boolean {
  if (!/^\*\*\/|\{v\}/.test(pattern)) return path === pattern
  const known = paths.get(pattern) ?? new RegExp(`^${expressionOf(pattern)}$`)
  paths.set(pattern, known)
  return known.test(path)
}

const expressionOf = (pattern: string): string =>
  pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace('\\*\\*/', '(?:.*/)?')
    .replaceAll('\\{v\\}', '(?:[/.]v\\d+)?')
