/** What a function is called without the marks that the compiler puts behind the names of closures and wrappers. */

/** Before the number of a mark (cmd/compile/internal/ir, closureName); a closure within a closure has a dot alone. */
const MARKS = ['.func', '.gowrap', '.deferwrap', '-range', '.']

/**
 * Example input: `main.(*pool).start.func2.1`
 * Example output: `main.(*pool).start`
 *
 * Walks from the end: an expression that is anchored there would begin anew at each mark of a hostile name.
 */
export function withoutClosure(name: string): string {
  let end = name.length
  for (;;) {
    const digits = digitsStart(name, end)
    const mark = digits === end ? undefined : MARKS.find((one) => name.endsWith(one, digits))
    if (mark === undefined) return name.slice(0, end)
    end = digits - mark.length
  }
}

/** Where the decimal digits before `end` begin; `end` where there are none. */
function digitsStart(name: string, end: number): number {
  let at = end
  while (at > 0 && isDigit(name.charCodeAt(at - 1))) at--
  return at
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
