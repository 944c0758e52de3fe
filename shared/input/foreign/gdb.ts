/**
 * Rewrites what gdb prints of goroutines: the list of `info goroutines`, and stacks of `goroutine 7 bt` and
 * `goroutine all bt`, which have no headings of their own.
 */

import { isFunctionName, isQualified } from '#shared/goroutine/go-symbol.ts'
import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { MadeUpIds } from '../mend/made-up-ids.ts'
import type { NoteBook } from '../mend/notes.ts'
import { refusal } from '../mend/refusal.ts'
import { readGdbLine } from './gdb-line.ts'
import { type ForeignFrame, rewritten } from './rewritten.ts'

interface Listed {
  readonly id: string
  readonly status: string
  readonly leaf: ForeignFrame
}

interface Stack {
  /** Undefined where the command that asked for it is not in the text, or asked for all. */
  readonly id: string | undefined
  readonly number: number
  readonly frames: ForeignFrame[]
}

export function rewriteGdb(dump: DumpText, notes: NoteBook): Line[] | InputRefusal {
  const { listed, stacks } = read(linesOf(dump))
  const own = stacks.filter(({ frames }) => frames.some(({ name }) => isQualified(name)))
  if (listed.length === 0 && own.length === 0) return refusal(dump, 'unknown-format', THREADS)
  if (listed.length === 0) return withoutList(own).flatMap((stack) => goroutineOf(stack, stack.id, ''))
  const named = new Map(own.flatMap((stack) => (stack.id === undefined ? [] : [[stack.id, stack] as const])))
  // The order of both is that of the runtime's table: the last stacks are those of the last command.
  const inOrder = own.filter(({ id }) => id === undefined).slice(-listed.length)
  return listed.flatMap(({ id, status, leaf }, i) => {
    const stack = named.get(id) ?? inOrder[i]
    if (stack !== undefined) return goroutineOf(stack, id, status)
    notes.add(
      'place-only',
      leaf.number,
      (n) => `${n} with one place instead of a stack: "goroutine all bt" prints stacks.`,
    )
    return goroutineOf({ id, number: leaf.number, frames: [leaf] }, id, status, 'root')
  })
}

const THREADS =
  'These are stacks of threads, as gdb prints them: send the output of "info goroutines" and "goroutine all bt", or of /debug/pprof/goroutine?debug=2.'

function read(lines: readonly Line[]): { listed: Listed[]; stacks: Stack[] } {
  const listed: Listed[] = []
  const stacks: Stack[] = []
  let asked: string | undefined
  let isThread = false
  for (const { text, number } of lines) {
    const line = readGdbLine(text)
    if (line.is === 'goroutine') {
      const leaf = { name: line.name, words: '...', location: undefined, number }
      if (isFunctionName(line.name)) listed.push({ id: line.id, status: line.status, leaf })
    } else if (line.is === 'asked') {
      asked = line.id
      isThread = false
    } else if (line.is === 'thread') isThread = true
    else if (line.is === 'frame') {
      if (line.index === 0 && !isThread) stacks.push({ id: asked, number, frames: [] })
      if (isFunctionName(line.name) && !isThread)
        stacks.at(-1)?.frames.push({ name: line.name, words: '...', location: line.location, number })
    } else if (line.is === 'at' && !isThread) place(stacks.at(-1)?.frames, line.location)
  }
  return { listed, stacks }
}

function place(frames: ForeignFrame[] | undefined, location: string): void {
  const last = frames?.at(-1)
  if (last !== undefined && last.location === undefined) frames?.splice(-1, 1, { ...last, location })
}

/** The last stack of each goroutine that was asked for, and all of the others. */
function withoutList(stacks: readonly Stack[]): Stack[] {
  const ids = new MadeUpIds()
  const byId = new Map(stacks.map((stack) => [stack.id ?? ids.take(1).join(), stack]))
  return Array.from(byId, ([id, stack]) => ({ ...stack, id }))
}

function goroutineOf({ number, frames }: Stack, id = '', status: string, lost?: 'root'): Line[] {
  const told = waitStateOf(frames.map(({ name }) => name))
  const state = told ?? (status.replace('+s', '') || 'waiting')
  return rewritten({ id, number, state, minutes: 0, isLocked: false, frames, lost, creator: undefined })
}
