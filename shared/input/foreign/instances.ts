/**
 * Rewrites what the leak checks of etcd print (pkg/testutil/leak.go): a count for each stack, without ids and states.
 *
 * Example input: `101 instances of:`, then functions with `(...)`, their locations and the creator.
 */

import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import { readFunction } from '../mend/function-line.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'

const HEAD = /^[ \t]*(\d{1,9}) instances of:$/
/** Goroutines that counts may stand for: more are no goroutines of one test. */
const MOST_GOROUTINES = 100_000

interface Counted {
  readonly count: number
  readonly number: number
  readonly lines: Line[]
}

export function rewriteInstances(dump: DumpText): Line[] | InputRefusal {
  const stacks: Counted[] = []
  for (const line of linesOf(dump)) {
    const count = HEAD.exec(line.text)?.[1]
    if (count !== undefined) stacks.push({ count: Number(count), number: line.number, lines: [] })
    else stacks.at(-1)?.lines.push(line)
  }
  const goroutines = stacks.reduce((sum, { count }) => sum + count, 0)
  if (goroutines > MOST_GOROUTINES) {
    const detail = `The stacks stand for ${goroutines} goroutines, the limit is ${MOST_GOROUTINES}: send the output of /debug/pprof/goroutine?debug=2.`
    return refusal(dump, 'too-many-samples', detail, { limit: MOST_GOROUTINES, actual: goroutines })
  }
  let id = 0
  return stacks.flatMap(({ count, number, lines }) => {
    const state = waitStateOf(lines.flatMap(({ text }) => nameIn(text))) || 'waiting'
    return Array.from({ length: count }, () => [
      { text: `goroutine ${++id} [${state}]:`, number },
      ...lines,
      { text: '', number },
    ]).flat()
  })
}

function nameIn(text: string): string[] {
  const piece = readFunction(text, 0)?.piece
  return piece?.is === 'function' ? [piece.text.slice(0, piece.text.lastIndexOf('('))] : []
}
