/** Gives stacks that were copied without their first line one of their own; blank lines part them. */

import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import { linesOf } from '../mend/blanks.ts'
import { readFunction } from '../mend/function-line.ts'
import type { Line } from '../mend/line.ts'
import { readLocation } from '../mend/location-line.ts'
import { MadeUpIds } from '../mend/made-up-ids.ts'
import type { NoteBook } from '../mend/notes.ts'

/** A goroutine that panics, or prints its own stack, runs. */
const RUNNING = /^(?:panic|runtime\.gopanic|runtime\/debug\.Stack|runtime\/debug\.PrintStack)$/

export function rewriteHeadless(dump: DumpText, notes: NoteBook): Line[] {
  const ids = new MadeUpIds()
  return stacksOf(linesOf(dump)).flatMap((lines) => {
    const number = lines[0]?.number ?? 0
    notes.add('headless', number, (n) => `${n} without a header line: wait states are read from the frames.`)
    const header = { text: `goroutine ${ids.take(1)} [${stateOf(lines)}]:`, number }
    return [header, ...lines, { text: '', number }]
  })
}

function stacksOf(lines: readonly Line[]): Line[][] {
  const stacks: Line[][] = [[]]
  for (const line of lines) {
    if (line.text === '') stacks.push([])
    else stacks.at(-1)?.push(line)
  }
  return stacks.filter(({ length }) => length > 0)
}

function stateOf(lines: readonly Line[]): string {
  const names = lines.flatMap(({ text }) => {
    const piece = readLocation(text) === undefined ? readFunction(text.trim(), 0)?.piece : undefined
    return piece === undefined ? [] : [piece.text.replace(/\([^()]*\)$/, '')]
  })
  return names.some((name) => RUNNING.test(name)) ? 'running' : (waitStateOf(names) ?? 'waiting')
}
