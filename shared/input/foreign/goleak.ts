/**
 * Rewrites what go.uber.org/goleak prints, alone or inside the output of a test.
 *
 * Up to 1.2 each stack has the runtime's own header below goleak's, from 1.3 on it has only goleak's:
 * `[Goroutine 7 in state chan send, with main.ask.func1 on top of the stack:`
 */

import type { DumpText } from '../clean-dump.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'

const HEAD =
  /^[ \t]*[[ \t]*Goroutine (\d{1,19}) in state ([^\n]{1,200}?)(?:, with ([^\n]{0,2000}) on top of the stack| first func: [^\n]{0,2000}):$/
const BEGINS = /^[ \t]*[[ \t]*Goroutine \d+ in state /
/** The last line of a text that was cut behind the function. */
const CUT_HEAD =
  /^[ \t]*[[ \t]*Goroutine (\d{1,19}) in state ([a-zA-Z][^,\n]{1,100}), with ([^\s,]{3,2000}) on?.{0,20}$/
const OWN_HEAD = /^[ \t]*goroutine (\d+)\b.*\[/
/** The list ends with a bracket of its own. */
const END = /^[ \t]*\]?[ \t]*$/
/** Most lines that a console breaks the header into. */
const MOST_PARTS = 4

export function rewriteGoleak(dump: DumpText): Line[] {
  const lines = linesOf(dump)
  const out: Line[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line
    const head = BEGINS.test(line.text) ? headOf(lines, i) : undefined
    if (head === undefined) {
      out.push(END.test(line.text) ? { text: '', number: line.number } : line)
      continue
    }
    i += head.parts - 1
    // Consoles that double line ends put a blank line between the two headers.
    const next = lines.slice(i + 1, i + 3).find(({ text }) => text.trim() !== '')
    const isCut = isCutHead(next, head.id) && lines.at(-1) === next
    if (isCut || OWN_HEAD.exec(next?.text ?? '')?.[1] !== head.id) {
      out.push({ text: `goroutine ${head.id} [${head.state}]:`, number: line.number })
      if (head.top !== undefined && (isCut || isWithoutStack(next))) out.push(...lone(head.top, line.number))
    }
    if (isCut) break
  }
  return out
}

/** The text ends inside the header of the runtime: goleak's own says all. */
function isCutHead(next: Line | undefined, id: string): boolean {
  const text = next?.text.trim() ?? ''
  const begin = `goroutine ${id} [`
  return text !== '' && (begin.startsWith(text) || (text.startsWith(begin) && !text.includes(']')))
}

const isWithoutStack = (next: Line | undefined): boolean =>
  next === undefined || BEGINS.test(next.text) || END.test(next.text)

/** The function that the heading names, where somebody left the stacks out. */
const lone = (top: string, number: number): Line[] => [
  { text: `${top}(...)`, number },
  { text: '\t?:0', number },
  { text: '...additional frames elided...', number },
]

function headOf(lines: readonly Line[], i: number) {
  for (const glue of ['', ' ']) {
    let text = lines[i]?.text ?? ''
    for (let parts = 1; parts <= MOST_PARTS; parts++) {
      const [, id, state, top] = HEAD.exec(text) ?? []
      if (id !== undefined && state !== undefined) return { id, state, top, parts }
      text = `${text}${glue}${lines[i + parts]?.text.trim() ?? ''}`
    }
  }
  const [, id, state, top] = i === lines.length - 1 ? (CUT_HEAD.exec(lines[i]?.text ?? '') ?? []) : []
  return id === undefined || state === undefined ? undefined : { id, state, top, parts: 1 }
}
