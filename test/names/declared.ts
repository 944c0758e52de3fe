/** What the compiler makes functions of its own for, inside of one function; `declared.go` counts them. */
export interface Inside {
  /** As they are numbered: `1`, `2`, `2.1`. */
  readonly closures?: readonly string[]
  readonly go?: number
  readonly defer?: number
  readonly range?: number
}

/** The functions of one package in one version. */
export interface Declared {
  readonly functions: Readonly<Record<string, Inside>>
  /** In the values of package variables. */
  readonly global: Inside
}

/** What is appended to the function around it: `.func1`, `.func{n}`, `.func2.1`, `-range1`, `.gowrap1`, `-fm`. */
const MADE = /^(.*?)((?:\.func(?:\d+|\{n\})(?:\.\d+)*|-range\d+|\.(?:gowrap|deferwrap)\d+|-fm)+)$/
/** Go calls the function that sets package variables `glob.`, from Go 1.21 on `init`. */
const SETS_VARIABLES = /^(?:glob\.|init)$/

/**
 * Whether a package has the function that a pattern names (`shared/cause/name-pattern.ts`), or may have it: the
 * numbers of closures differ by version, in which wrappers of `go` and `defer` were counted with them, and a closure
 * of a function that was inlined has the name of its caller before its own.
 */
export function declares({ functions, global }: Declared, pattern: string): boolean {
  const [, around = pattern, made = ''] = MADE.exec(pattern) ?? []
  const inside = SETS_VARIABLES.test(around) ? global : functions[around]
  if (inside !== undefined) return mayHold(inside, made)
  if (made === '') return false
  return [...around.matchAll(/\./g)].some(({ index }) => {
    const inlined = functions[around.slice(index + 1)]
    return functions[around.slice(0, index)] !== undefined && inlined !== undefined && mayHold(inlined, made)
  })
}

/** Whether any function of a package has this name, whatever its type. */
export function declaresAnywhere({ functions }: Declared, pattern: string): boolean {
  const [, around = pattern, made = ''] = MADE.exec(pattern) ?? []
  return Object.entries(functions).some(
    ([name, inside]) => (name === around || name.endsWith(`.${around}`)) && mayHold(inside, made),
  )
}

function mayHold(inside: Inside, made: string): boolean {
  const { closures = [], go = 0, defer = 0, range = 0 } = inside
  return [...made.matchAll(/(\.func|-range|\.gowrap|\.deferwrap|-fm)(\{n\}|\d+(?:\.\d+)*)?/g)].every(
    ([, kind, number = '']) => {
      if (kind === '-fm') return true
      if (kind === '-range') return Number(number) <= range
      if (kind === '.gowrap') return Number(number) <= go
      if (kind === '.deferwrap') return Number(number) <= defer
      return mayBeNumbered(closures, number, go + defer)
    },
  )
}

/** @param wrappers of `go` and `defer` statements, which some versions number with the closures */
function mayBeNumbered(closures: readonly string[], number: string, wrappers: number): boolean {
  if (number === '{n}') return closures.length > 0
  if (closures.includes(number)) return true
  const at = number.split('.').map(Number)
  const most = closures.filter((closure) => closure.split('.').length === at.length).length
  return at.length === 1 ? (at[0] ?? 0) <= most + (most > 0 ? wrappers : 0) : false
}
