/** Gathers the lines of a full stack dump that a foreign form is rewritten into. */

import type { Line } from '../mend/line.ts'

/** One call as another tool printed it. */
export interface ForeignFrame {
  readonly name: string
  /** Words between the parentheses where the tool kept them, else `...`. */
  readonly words: string
  /** `/src/main.go:9`; undefined where the tool printed none. */
  readonly location: string | undefined
  readonly number: number
}

/** One goroutine as another tool printed it. */
export interface ForeignGoroutine {
  readonly id: number | string
  readonly number: number
  readonly state: string
  readonly minutes: number
  readonly isLocked: boolean
  /** Leaf first. */
  readonly frames: readonly ForeignFrame[]
  /** Frames are missing before the leaf, behind the root, or not at all. */
  readonly lost: 'leaf' | 'root' | undefined
  readonly creator:
    | { readonly name: string; readonly location: string | undefined; readonly inGoroutine?: string }
    | undefined
}

const LOST_LEAF = '...1 frames elided...'
const LOST_ROOT = '...additional frames elided...'
const NO_LOCATION = '?:0'

/** The block of one goroutine, in the runtime's own form. */
export function rewritten(goroutine: ForeignGoroutine): Line[] {
  const { id, number, frames, lost, creator } = goroutine
  const lines: Line[] = [{ text: `goroutine ${id} [${notesOf(goroutine)}]:`, number }]
  if (lost === 'leaf') lines.push({ text: LOST_LEAF, number })
  for (const frame of frames) {
    lines.push({ text: `${frame.name}(${frame.words})`, number: frame.number })
    lines.push({ text: `\t${frame.location ?? NO_LOCATION}`, number: frame.number })
  }
  if (lost === 'root') lines.push({ text: LOST_ROOT, number })
  if (creator) {
    const inGoroutine = creator.inGoroutine === undefined ? '' : ` in goroutine ${creator.inGoroutine}`
    lines.push({ text: `created by ${creator.name}${inGoroutine}`, number })
    lines.push({ text: `\t${creator.location ?? NO_LOCATION}`, number })
  }
  return [...lines, { text: '', number }]
}

function notesOf({ state, minutes, isLocked }: ForeignGoroutine): string {
  const notes = [state === '' ? 'waiting' : state.replace(/[\]\n"]/g, ' ')]
  if (minutes > 0) notes.push(`${minutes} minutes`)
  if (isLocked) notes.push('locked to thread')
  return notes.join(', ')
}
