import type { Cause } from '#shared/cause/cause.ts'
import type { StackPattern } from '#shared/cause/stack-pattern.ts'
import { descriptionsOf } from './description.ts'

/** A function that Tidemark says exists, and where it says so. */
export interface Claim {
  /** A name, or a pattern of one as in `shared/cause/name-pattern.ts`. */
  readonly name: string
  /** `cause 17`, or a file. */
  readonly by: string
}

/** What the program itself declares. */
const OWN = /^main\./

const namesOf = ({ top = [], any = [], none = [], by = [] }: StackPattern): readonly string[] => [
  ...top,
  ...any,
  ...none,
  ...by,
]

/** What the entries of the catalogue name. */
export const claimsOfCatalogue = (catalogue: readonly Cause[]): Claim[] =>
  catalogue.flatMap((cause) =>
    [
      ...descriptionsOf(cause)
        .flatMap(({ match, companions = [] }) => [...match, ...companions])
        .flatMap(namesOf),
      ...(cause.unless ?? []),
    ]
      .filter((name) => !OWN.test(name))
      .map((name) => ({ name, by: `cause ${cause.id}` })),
  )

/** Text in quotes, without what is inserted into it. */
const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g
/** `net/http.(*conn).serve`, `io.Copy`, `a/b.Run.func1`. */
const FUNCTION =
  /^(?:[\w~-][\w.~-]*\/)*[a-z][\w.-]*\.(?:\(\*\w+(?:\[\.\.\.\])?\)\.)?\w+(?:\[\.\.\.\])?(?:[.-]\w+)*$/
/** Wait reasons of the runtime, which read like methods, and the primitives that are waited for. */
const WAIT_REASON = /^sync\.(?:Cond|Mutex|Once|RWMutex|WaitGroup)(?:\.|$)/
const METHOD = '(*'
/** What follows a name in a stack that is written as text. */
const ARGUMENTS = /\((?:0x[^)]*|\.\.\.|\{[^)]*)?\)$|\+0x[0-9a-f]+$/

/**
 * Words of a source file that look like functions of Go; those of no known package are none.
 *
 * Tests make up functions, and nobody makes up a type: of tests only methods count.
 */
export function claimsOfSource(file: string, source: string): Claim[] {
  const isTest = !file.startsWith('shared/')
  const words = [...source.matchAll(LITERAL)].flatMap(([, single, double, template]) =>
    (single ?? double ?? template ?? '').split(/\s+|\$\{[^}]*\}|\\n|[,;`]/),
  )
  const names = words
    .map((word) => word.replace(ARGUMENTS, ''))
    .filter((word) => FUNCTION.test(word) && !WAIT_REASON.test(word) && (!isTest || word.includes(METHOD)))
  return [...new Set(names)].map((name) => ({ name, by: file }))
}
