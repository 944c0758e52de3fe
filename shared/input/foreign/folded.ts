/** Rewrites folded stacks of flame graphs (`main.main;main.ask;runtime.gopark 12`, the root first) into counted text. */

import { isFunctionName, isQualified } from '#shared/goroutine/go-symbol.ts'
import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'

const STACK = /^[ \t]*([^\s;][^;]{0,1000}(?:;[^;]{1,1000}){0,1000}) (\d{1,12})$/
const LONGEST = 65_536

interface Folded {
  readonly count: number
  /** Leaf first. */
  readonly frames: readonly string[]
  readonly number: number
}

/** Refused where most stacks do not end in a wait: they are those of a CPU or a heap profile, or of another language. */
export function rewriteFolded(dump: DumpText): Line[] | InputRefusal {
  const stacks = linesOf(dump).flatMap(foldedOf)
  const all = sum(stacks)
  const parked = sum(stacks.filter(({ frames }) => isParked(frames)))
  if (all === 0 || parked * 2 < all) return refusal(dump, 'not-a-goroutine-profile', NO_GOROUTINES)
  return [
    { text: `goroutine profile: total ${all}`, number: stacks[0]?.number ?? 0 },
    ...stacks.flatMap(({ count, frames, number }) => [
      { text: `${count} @`, number },
      ...frames.map((name) => ({ text: `#\t0x0\t${name}+0x0`, number })),
      { text: '', number },
    ]),
  ]
}

function foldedOf({ text, number }: Line): Folded[] {
  const [, stack, count] = text.length > LONGEST ? [] : (STACK.exec(text) ?? [])
  if (stack === undefined) return []
  const frames = stack.split(/; ?/).filter((name) => isFunctionName(name) && isQualified(name))
  return frames.length === 0 ? [] : [{ count: Number(count), frames: frames.toReversed(), number }]
}

const NO_GOROUTINES =
  'These are folded stacks of a flame graph, most of which do not wait as goroutines do: send the profile that they were made of, or the output of /debug/pprof/goroutine?debug=2.'

/** Profiles of processor time have system calls and running code at their leaves, too. */
function isParked(frames: readonly string[]): boolean {
  const state = waitStateOf(frames)
  return frames[0] === 'runtime.gopark' || (state !== undefined && state !== 'syscall' && state !== 'running')
}

const sum = (stacks: readonly Folded[]): number => stacks.reduce((all, { count }) => all + count, 0)
