/** What the name of a stack's innermost function tells, once the calls of `sync` that it waits in are left out. */

/** The function that waits. */
export const leafOf = (frames: readonly string[]): string =>
  frames.find((frame) => !/^(internal\/)?sync\./.test(frame)) ?? ''

/** The compiler numbers anonymous functions: `main.(*gateway).ask.func1`, `main.main.func2.1`. */
const NUMBERED = /^(func)?\d+$/

export const isAnonymous = (frame: string): boolean => NUMBERED.test(lastOf(frame))

const lastOf = (frame: string): string => frame.slice(frame.lastIndexOf('.') + 1)

/** `main.(*gateway).ask` for `main.(*gateway).ask.func1`. */
export function namedPart(frame: string): string {
  const parts = frame.split('.')
  while (NUMBERED.test(parts.at(-1) ?? '')) parts.pop()
  return parts.join('.')
}

/**
 * The words of a function's own name; a function without one has that of the function around it.
 *
 * Example input: `example.com/quote/edge.(*gateway).firstOf.func1`
 * Example output: `['first', 'of']`
 */
export const wordsOf = (frame: string): string[] =>
  lastOf(namedPart(frame))
    .split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())

/** `Start`, `startWorkers`, `NewLimiter`: what begins the life of a value that somebody is to stop. */
const STARTS =
  /^([Ss]tart|[Rr]un|[Oo]pen|[Ii]nit|[Bb]egin|[Ll]aunch|[Ss]erve|[Ww]atch|[Ll]isten|[Cc]onnect|[Nn]ew)(?![a-z])/
/** Of functions, `main.run` and the like start everything. */
const CONSTRUCTS = /^([Nn]ew|[Oo]pen|[Ss]tart|[Cc]onnect)(?![a-z])/

/** `agent.(*Agent)` and `Start` of `agent.(*Agent).Start`, `limit` and `New` of `limit.New`. */
const OWNED = /^((?:.*\.)?\(?\*?[^.()]+\)?)\.(\w+)$/

/**
 * Whether a goroutine was started by a method such as `Start` of the type that it runs a method of, or by a
 * constructor in its package.
 *
 * Example: `agent.(*Agent).Start` for `agent.(*Agent).loop`, `limit.NewLimiter` for `limit.(*Limiter).run`. Without
 * a creator, which debug=2 alone tells, `agent.(*Agent).Start.func1` tells it by its own name.
 */
export function isStartedByItsType(leaf: string, creator: string | undefined): boolean {
  const [, by, method] = owned(isAnonymous(leaf) ? leaf : (creator ?? ''))
  if (by === undefined || method === undefined || !leaf.replaceAll('[...]', '').startsWith(`${by}.`))
    return false
  return by.endsWith(')') ? STARTS.test(method) : CONSTRUCTS.test(method) && /[)]|\.func\d/.test(leaf)
}

/** A creator that would make a method of a type started by its type; undefined where none would. */
export function mayStartItsType(leaf: string): string | undefined {
  const [, by] = isAnonymous(leaf) ? [] : owned(leaf)
  return by?.endsWith(')') ? `${by}.Start` : undefined
}

const owned = (frame: string): readonly (string | undefined)[] =>
  OWNED.exec(namedPart(frame).replaceAll('[...]', '')) ?? []
