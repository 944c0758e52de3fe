/**
 * Rewrites stacks that a count stands above: what the leak checks of etcd print (pkg/testutil/leak.go), without ids and
 * states, and dumps whose goroutines somebody has grouped, with the state.
 *
 * Example input: `101 instances of:` or `48 goroutines [semacquire, 4 minutes]:`, then functions, their locations and
 * the creator; `Test appears to have leaked a Transport:`, then such stacks, parted by blank lines.
 */

import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import { readFunction } from '../mend/function-line.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'

const HEAD = /^[ \t]*(\d{1,9}) (?:instances of|goroutines \[([a-z][^\]]{2,60})\]):[ \t]*$/
const LEAKED = /appears to have leaked .{1,80}:[ \t]*$/
/** Goroutines that counts may stand for: more are no goroutines of one test. */
export const MOST_GOROUTINES = 100_000

interface Counted {
  readonly count: number
  readonly state: string | undefined
  readonly number: number
  readonly lines: Line[]
}

export function rewriteInstances(dump: DumpText): Line[] | InputRefusal {
  const stacks: Counted[] = []
  for (const line of linesOf(dump)) {
    const [, count, state] = HEAD.exec(line.text) ?? []
    const last = stacks.at(-1)
    const stack = { state, number: line.number, lines: [] }
    if (count !== undefined) stacks.push({ ...stack, count: Number(count) })
    else if (LEAKED.test(line.text)) stacks.push({ ...stack, count: 1 })
    else if (isNext(last, line.text)) stacks.push({ ...stack, count: 1, lines: [line] })
    else last?.lines.push(line)
  }
  const goroutines = stacks.reduce((sum, { count }) => sum + count, 0)
  if (goroutines > MOST_GOROUTINES) {
    const detail = `The stacks stand for ${goroutines} goroutines, the limit is ${MOST_GOROUTINES}: send the output of /debug/pprof/goroutine?debug=2.`
    return refusal(dump, 'too-many-samples', detail, { limit: MOST_GOROUTINES, actual: goroutines })
  }
  let id = 0
  return stacks.flatMap(({ count, state: told, number, lines }) => {
    const state = told ?? waitStateOf(lines.flatMap(({ text }) => nameIn(text))) ?? 'waiting'
    return Array.from({ length: count }, () => [
      { text: `goroutine ${++id} [${state}]:`, number },
      ...flush(lines),
      { text: '', number },
    ]).flat()
  })
}

/** Lines as if the first function stood at the left: tests indent what they print below their own line. */
function flush(lines: readonly Line[]): readonly Line[] {
  const indent = /^[ \t]*/.exec(lines.find(({ text }) => text.trim() !== '')?.text ?? '')?.[0] ?? ''
  return indent === ''
    ? lines
    : lines.map((line) =>
        line.text.startsWith(indent) ? { ...line, text: line.text.slice(indent.length) } : line,
      )
}

/** Behind a blank line another stack begins, where the last one has no count of its own. */
const isNext = (last: Counted | undefined, text: string): boolean =>
  last?.count === 1 &&
  last.lines.at(-1)?.text.trim() === '' &&
  last.lines.some((line) => line.text.trim() !== '') &&
  nameIn(text).length > 0

function nameIn(text: string): string[] {
  const piece = readFunction(text, 0)?.piece
  return piece?.is === 'function' ? [piece.text.slice(0, piece.text.lastIndexOf('('))] : []
}
