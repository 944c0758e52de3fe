import { ownerOf } from '#shared/signature/own-code.ts'
import type { KnownStack } from './known-stack.ts'
import { isAnonymous, isStartedByItsType, leafOf, wordsOf } from './leaf.ts'
import { matchesName } from './name-pattern.ts'

/**
 * A stack as a catalogue entry describes it. All members that are there must hold.
 *
 * Dumps leave things out: debug=1 has no states, debug=2 alone has creators and ages, debug=0 alone the form of a
 * receive. Where a pattern names functions (`top`, `any`), what is unknown passes. What a function is `called` stands
 * in for an unknown age or form, not for an unknown state. A mere shape needs to know.
 */
export interface StackPattern {
  /** One of these is the innermost frame that is not the runtime's. */
  readonly top?: readonly string[]
  /** All of these stand somewhere in the stack. */
  readonly any?: readonly string[]
  /** None of these stands anywhere in the stack. */
  readonly none?: readonly string[]
  /** One of these words is in the name of the function that waits, its receiver left out. */
  readonly called?: readonly string[]
  /** One of these holds the `go` statement. */
  readonly by?: readonly string[]
  /** Most goroutines wait in one of these states. */
  readonly state?: readonly string[]
  /** The function that waits, calls of `sync` left out, is of the program's own code. */
  readonly ownLeaf?: true
  /** The function that waits, calls of `sync` left out, is of a library; `any`: the standard one among them. */
  readonly libraryLeaf?: 'any' | 'third-party'
  /** Of the function that waits nothing stands below the calls of `sync`: the text lost it. */
  readonly leafLost?: true
  /** The caller of the innermost function is of the program's own code. */
  readonly ownCaller?: true
  /** Nothing of the stack but `runtime.goexit`: no function could be read, or there is none. Others fit no such stack. */
  readonly bare?: true
  /** `range`: most receives are of the two-result form; `single`: most are not. */
  readonly receive?: 'range' | 'single'
  /** true: most of the goroutines are woken within the minute; false: most have waited for longer. */
  readonly wakes?: boolean
  /**
   * `start-method`: a method called Start, Run, Open or so started a method of its own type, or a constructor one
   * of its package; `anonymous`: the function that waits has no name.
   */
  readonly origin?: 'start-method' | 'anonymous'
}

/** Whether functions are named, so that what a dump leaves out passes. */
export const isNamed = ({ top, any = [] }: StackPattern): boolean => top !== undefined || any.length > 0

/** Share of goroutines that makes a state, or a form of receive, that of the stack. */
export const MOST = 0.5

/** Whether a stack fits a pattern. */
export function fits(stack: KnownStack, pattern: StackPattern): boolean {
  const { top, any = [], none = [], called, by, state, receive, wakes, origin } = pattern
  const { frames, creator, ranged, waited } = stack
  const named = isNamed(pattern)
  const hinted = named || called !== undefined
  const has = (name: string): boolean => frames.some((frame) => matchesName(frame, name))
  const leaf = leafOf(frames)
  return (
    (top === undefined || top.some((name) => matchesName(frames[0] ?? '', name))) &&
    any.every(has) &&
    !none.some(has) &&
    (called === undefined || wordsOf(leaf).some((word) => called.includes(word))) &&
    (by === undefined || (creator === undefined ? named : by.some((name) => matchesName(creator, name)))) &&
    (state === undefined || isIn(stack, state, named)) &&
    isOf(stack, leaf, pattern) &&
    (receive === undefined || (ranged === undefined ? hinted : ranged > MOST === (receive === 'range'))) &&
    (wakes === undefined || (waited === undefined ? hinted : waited <= MOST === wakes)) &&
    (origin === undefined || (origin === 'anonymous' ? isAnonymous(leaf) : isStartedByItsType(leaf, creator)))
  )
}

/** Library frames between the leaf and the nearest function that one of `patterns` names; 0 where they name none. */
export function depthOf({ frames }: KnownStack, patterns: readonly StackPattern[]): number {
  const names = patterns.flatMap(({ top = [], any = [] }) => [...top, ...any])
  const at = frames.findIndex((frame) => names.some((name) => matchesName(frame, name)))
  return frames.slice(0, Math.max(0, at)).filter((frame) => ownerOf(frame) !== 'standard').length
}

const LIBRARIES = { any: ['library', 'standard'], 'third-party': ['library'] }

/** Whether the code that waits is whose the pattern says. */
const isOf = ({ frames, ownCode }: KnownStack, leaf: string, pattern: StackPattern): boolean =>
  (pattern.ownLeaf === undefined || leaf === ownCode) &&
  (pattern.leafLost === undefined || leaf === '') &&
  (pattern.ownCaller === undefined || (ownCode !== undefined && frames[1] === ownCode)) &&
  (pattern.libraryLeaf === undefined ||
    (leaf !== '' && leaf !== ownCode && LIBRARIES[pattern.libraryLeaf].includes(ownerOf(leaf)))) &&
  (pattern.bare ?? false) === frames.every((frame) => frame === 'runtime.goexit')

/** Whether the goroutines wait in one of the states, as far as the dump tells: what it leaves open passes in a name. */
const isIn = ({ states, open }: KnownStack, wanted: readonly string[], named: boolean): boolean =>
  states.size > 0
    ? waitsIn(states, wanted)
    : named && (open === undefined || open.some((state) => wanted.includes(state)))

/** Whether most goroutines wait in one of the states that are `wanted`. */
export function waitsIn(states: KnownStack['states'], wanted: readonly string[]): boolean {
  const all = [...states.values()].reduce((sum, n) => sum + n, 0)
  const inside = wanted.reduce((sum, state) => sum + (states.get(state) ?? 0), 0)
  return inside > MOST * all
}
