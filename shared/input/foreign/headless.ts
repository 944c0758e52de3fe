/** Gives stacks that were copied without their first line one of their own; blank lines part them. */

import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import { linesOf } from '../mend/blanks.ts'
import { readFunction } from '../mend/function-line.ts'
import type { Line } from '../mend/line.ts'
import { readLocation } from '../mend/location-line.ts'
import { MadeUpIds } from '../mend/made-up-ids.ts'
import type { NoteBook } from '../mend/notes.ts'

/** A line that begins a goroutine of the runtime, whose first letter a selection may have lost. */
const HEADER = /^\s{0,40}g?oroutine \S{1,19} (?:\S{1,80} ){0,3}\[/
const CREATED = /^\s{0,80}created by \S/

/** A full dump whose first stack lost its header: a selection began inside a goroutine. */
export function withFirstHeader(lines: readonly Line[], notes: NoteBook, ids: MadeUpIds): readonly Line[] {
  const first = lines.findIndex(({ text }) => HEADER.test(text))
  const above = lines.slice(0, Math.max(0, first)).filter(({ text }) => text !== '')
  return above.some(({ text }) => CREATED.test(text))
    ? [...headed(above, notes, ids), ...lines.slice(first)]
    : lines
}

/** A goroutine that panics, or prints its own stack, runs. */
const RUNNING = /^(?:panic|runtime\.gopanic|runtime\/debug\.Stack|runtime\/debug\.PrintStack)$/

export const rewriteHeadless = (dump: DumpText, notes: NoteBook): Line[] =>
  headed(linesOf(dump), notes, new MadeUpIds())

function headed(all: readonly Line[], notes: NoteBook, ids: MadeUpIds): Line[] {
  return stacksOf(all.map(spaced)).flatMap((lines) => {
    const number = lines[0]?.number ?? 0
    notes.add('headless', number, (n) => `${n} without a header line: wait states are read from the frames.`)
    const header = { text: `goroutine ${ids.take(1)} [${stateOf(lines)}]:`, number }
    return [header, ...lines, { text: '', number }]
  })
}

/** Debuggers glue the place to the name: `main.ask(main.go:9)`. */
const GLUED = /\(([^\s()]{1,1000}\.(?:go|s):\d{1,9})\)$/
/** GoLand: `created at: main.run (/src/main.go:12)`. */
const CREATED_AT = /^\s{0,80}created at: /
/** A place in parentheses behind the name, whatever stands before the name. */
const COPIED = /^\s{1,80}(?=\S{1,1000} \(\S[^()]{0,1000}:\d{1,9}\)$)/
const spaced = ({ text, number }: Line): Line => ({
  text: text.replace(CREATED_AT, 'created by ').replace(COPIED, '').replace(GLUED, ' ($1)'),
  number,
})

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
