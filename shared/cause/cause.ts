import type { SignatureId } from '#shared/signature/signature.ts'
import { matchesName } from './name-pattern.ts'

/**
 * What the count of a stack means: `L` a leak where it grows, `B` benign background of a bounded number,
 * `C` capacity that follows load or connections, `T` transient.
 */
export type CauseClass = 'L' | 'B' | 'C' | 'T'

/** All that is known of a stack when its cause is looked for. */
export interface StackEvidence {
  readonly signature: SignatureId
  /** Normalised function names, leaf first. */
  readonly frames: readonly string[]
  /** Frame of the program's own code nearest to the leaf. */
  readonly ownCode: string | undefined
  /** The function with the `go` statement, where a debug=2 dump told. */
  readonly creator: string | undefined
  /** Wait state → goroutines; empty where no format told. */
  readonly states: ReadonlyMap<string, number>
  /** Share of the goroutines in `chan receive` that stand in `for range ch` or `v, ok := <-ch`; debug=0 tells. */
  readonly ranged: number | undefined
  /** Share of the goroutines that have waited for a minute or more, or are proven leaked; debug=2 tells. */
  readonly waited: number | undefined
}

/** A stack as a catalogue entry describes it. All members that are there must hold. */
export interface StackPattern {
  /** One of these is the innermost frame that is not the runtime's. */
  readonly top?: readonly string[]
  /** All of these stand somewhere in the stack. */
  readonly any?: readonly string[]
  /** None of these stands anywhere in the stack. */
  readonly none?: readonly string[]
  /** One of these holds the `go` statement. Unknown creators pass: only debug=2 has them. */
  readonly by?: readonly string[]
  /** Most goroutines wait in one of these states. Unknown states pass. */
  readonly state?: readonly string[]
  /** The innermost frame, calls of `sync` left out, is of the program's own code. */
  readonly ownLeaf?: true
  /** `range`: most receives are of the two-result form; `single`: most are not. Needs to be known. */
  readonly receive?: 'range' | 'single'
  /** true: the goroutines are woken within the minute, again and again; false: they are not. Needs to be known. */
  readonly wakes?: boolean
  /** `start-method`: entry and creator are methods of one type, the creator called Start, Run, Open, New or so. */
  readonly origin?: 'start-method' | 'anonymous'
}

/** One known way to leak goroutines, or to look as if. */
export interface Cause {
  /** Number in the catalogue, such as `2`. */
  readonly id: string
  /** What it is, in a few words. */
  readonly title: string
  readonly class: CauseClass
  /** Goroutines of a process up to which the stack is normal; classes B, C and T have one. */
  readonly bound?: number
  /** Ends the sentence "1,201 goroutines …". */
  readonly where: string
  /** Any of these. */
  readonly match: readonly StackPattern[]
  /** Stacks that stand beside a matching one and would mean nothing alone. */
  readonly companions?: readonly StackPattern[]
  readonly why: string
  readonly fix: string
  /** Go, the leak and its mend, where it is ours to write. */
  readonly snippet?: { readonly before: string; readonly after: string }
  readonly links: readonly string[]
}

/** Share of goroutines that makes a state, or a form of receive, that of the stack. */
const MOST = 0.5

/** Whether a stack fits a pattern. */
export function fits(stack: StackEvidence, pattern: StackPattern): boolean {
  const { top, any = [], none = [], by, state, receive, wakes } = pattern
  const has = (name: string): boolean => stack.frames.some((frame) => matchesName(frame, name))
  return (
    (top === undefined || top.some((name) => matchesName(stack.frames[0] ?? '', name))) &&
    any.every(has) &&
    !none.some(has) &&
    (by === undefined ||
      stack.creator === undefined ||
      by.some((name) => matchesName(stack.creator as string, name))) &&
    (state === undefined || waitsIn(stack, state)) &&
    (pattern.ownLeaf === undefined || isOwnLeaf(stack)) &&
    (receive === undefined ||
      (stack.ranged !== undefined && stack.ranged > MOST === (receive === 'range'))) &&
    (wakes === undefined || (stack.waited !== undefined && stack.waited <= MOST === wakes)) &&
    (pattern.origin === undefined || hasOrigin(stack, pattern.origin))
  )
}

function waitsIn({ states }: StackEvidence, wanted: readonly string[]): boolean {
  const all = [...states.values()].reduce((sum, n) => sum + n, 0)
  const inside = wanted.reduce((sum, state) => sum + (states.get(state) ?? 0), 0)
  return all === 0 || inside > MOST * all
}

const isOwnLeaf = ({ frames, ownCode }: StackEvidence): boolean =>
  ownCode !== undefined && frames.find((frame) => !frame.startsWith('sync.')) === ownCode

/** `(*Agent).Start` starts `(*Agent).loop`. */
const STARTS = /^(Start|Run|Open|Init|Begin|Launch|Serve|Watch|Listen|New\w*)$/

function hasOrigin({ frames, creator }: StackEvidence, origin: 'start-method' | 'anonymous'): boolean {
  const leaf = frames.find((frame) => !frame.startsWith('sync.')) ?? ''
  if (origin === 'anonymous') return /\.func\d+(\.\d+)*$/.test(leaf)
  if (creator === undefined) return false
  const [, type, method = ''] = /^(.*\.\(\*?[^)]+\))\.(\w+)$/.exec(creator) ?? []
  return type !== undefined && STARTS.test(method) && leaf.startsWith(`${type}.`)
}
