/**
 * Rewrites what panicparse (`pp`) prints: one bucket for all goroutines in like stacks.
 *
 * Example input: `3: chan send [29 minutes] [Created by main.ask @ main.go:8]`, then `    main main.go:9 ask.func1(...)`
 */

import { areArguments, isFunctionName, symbolEnd } from '#shared/goroutine/go-symbol.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'
import { importPathOf } from './panicparse-package.ts'
import { type ForeignFrame, type ForeignGoroutine, rewritten } from './rewritten.ts'

interface Bucket {
  readonly number: number
  readonly count: number
  readonly state: string
  /** Least and most minutes of its goroutines. */
  readonly minutes: readonly [number, number]
  readonly isLocked: boolean
  readonly creator: ForeignGoroutine['creator']
  readonly frames: ForeignFrame[]
  isElided: boolean
}

const HEAD =
  /^[ \t]*(\d{1,9}): ([a-zA-Z?][^[\]@\n]{0,80}?)((?: \[[^\]\n]*(?:\[\.\.\.\][^\]\n]*)*\])*)(?: Race (?:read|write) @ 0x[0-9a-f]+)?$/
const NOTES = /\[((?:[^[\]\n]|\[\.\.\.\])*)\]/g
const MINUTES = /^(?:(\d{1,9})~)?(\d{1,9}) minutes$/
const CREATED_BY = /^Created by (\S+) @ (.*:\d+)$/
/** Package, file and line, then function with arguments, which may be Go values with parentheses of their own. */
const FRAME = /^[ \t]+(\S+)[ \t]+(\S(?:[^\n]*?\S)?:\d+)[ \t]+(\S.*\))$/
const ELIDED = /^[ \t]+\(\.\.\.\)$/
const LONGEST = 8_192

/** Goroutines that buckets may stand for: more are no goroutines of one process that a dump was made of. */
const MOST_GOROUTINES = 2_000_000
/** Lines that they are written out in; net/http/pprof cuts a dump at 64 MB. */
const MOST_LINES = 4_000_000

export function rewritePanicparse(dump: DumpText): Line[] | InputRefusal {
  const buckets = bucketsOf(linesOf(dump))
  const goroutines = buckets.reduce((sum, { count }) => sum + count, 0)
  const lines = buckets.reduce((sum, { count, frames }) => sum + count * (2 * frames.length + 5), 0)
  if (goroutines > MOST_GOROUTINES || lines > MOST_LINES) {
    const detail = `The buckets of panicparse stand for ${goroutines} goroutines, the limit is ${MOST_GOROUTINES} in ${MOST_LINES} lines: send the dump that it was made from.`
    return refusal(dump, 'too-many-samples', detail, { limit: MOST_GOROUTINES, actual: goroutines })
  }
  let id = 0
  return buckets.flatMap((bucket) => {
    const all: Line[] = []
    for (let i = 0; i < bucket.count; i++) all.push(...goroutineOf(bucket, i, ++id))
    return all
  })
}

function bucketsOf(lines: readonly Line[]): Bucket[] {
  const buckets: Bucket[] = []
  for (const { text, number } of lines) {
    if (text.length > LONGEST) continue
    const head = HEAD.exec(text)
    const last = buckets.at(-1)
    if (head) buckets.push(bucketOf(head, number))
    else if (last !== undefined && ELIDED.test(text)) last.isElided = true
    else if (last !== undefined) last.frames.push(...frameOf(text, number))
  }
  return buckets.filter(({ frames, state }) => frames.length > 0 || KNOWN_STATE.test(state))
}

/** A line with a colon is a bucket without a stack only if the word behind it is a wait. */
const KNOWN_STATE =
  /^(?:chan |select|IO wait|sleep|semacquire|sync\.|runn|syscall|idle|waiting|GC |finalizer)/

function bucketOf(head: RegExpExecArray, number: number): Bucket {
  const [, count = '', state = '', notes = ''] = head
  const words = [...notes.matchAll(NOTES)].map(([, word = '']) => word)
  const minutes = words.map((word) => MINUTES.exec(word)).find((found) => found !== null)
  const created = words.map((word) => CREATED_BY.exec(word)).find((found) => found !== null)
  const most = Number(minutes?.[2] ?? 0)
  return {
    number,
    count: Number(count),
    state: state.trim(),
    minutes: [Number(minutes?.[1] ?? most), most],
    isLocked: words.includes('locked'),
    creator: created ? creatorOf(created[1] ?? '', created[2] ?? '') : undefined,
    frames: [],
    isElided: false,
  }
}

function creatorOf(name: string, location: string): ForeignGoroutine['creator'] {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1)
  const full =
    dot < 0 ? name : `${importPathOf(name.slice(0, dot), location, name.slice(dot + 1))}${name.slice(dot)}`
  return isFunctionName(full) ? { name: full, location } : undefined
}

function frameOf(text: string, number: number): ForeignFrame[] {
  const [, element, location, call] = FRAME.exec(text) ?? []
  if (element === undefined || location === undefined || call === undefined) return []
  // The dot before a receiver stands with the package, which has a column of its own.
  const open = symbolEnd(`.${call}`, 0) - 1
  const name = call.slice(0, open)
  const words = call.slice(open + 1, -1)
  const full = `${importPathOf(element, location, name)}.${name}`
  if (call[open] !== '(' || !isFunctionName(full)) return []
  // `#4` and `*` are panicparse's own words: a pointer by its number, and values that differ.
  return [{ name: full, words: areArguments(words) ? words : '...', location, number }]
}

/** One goroutine of a bucket: the last one has waited longest, the others are only known to have waited the least. */
function goroutineOf(bucket: Bucket, i: number, id: number): Line[] {
  const [least, most] = bucket.minutes
  return rewritten({
    id,
    number: bucket.number,
    state: bucket.state,
    minutes: i === bucket.count - 1 ? most : least,
    isLocked: bucket.isLocked,
    frames: bucket.frames,
    lost: bucket.isElided ? 'root' : undefined,
    creator: bucket.creator,
  })
}
