import { ownerOf } from './own-code.ts'

/** What the compiler puts behind the name of a closure's function (cmd/compile/internal/ir `closureName`). */
const CLOSURE = /(?:\.func\d+|\.gowrap\d+|\.deferwrap\d+|-range\d+|\.\d+)+$/

/**
 * What of a stack stands in the source of the program and its libraries, whichever Go has built it; leaf first.
 *
 * Since Go 1.22 a closure is named after all functions that its own was inlined into, so that of
 * `main.(*T).deliver.func1` and `main.main.gowrap2.(*T).deliver.1` the innermost, `(*T).deliver`, remains. The standard
 * library calls itself in other ways with each Go: what others call of it remains, and what a goroutine began in.
 *
 * Empty for a stack of the standard library alone.
 */
export function sourceStack(frames: readonly string[]): string[] {
  const isStandard = frames.map((frame) => ownerOf(frame) === 'standard')
  if (isStandard.every((is) => is)) return []
  return frames
    .filter((_, i) => isStandard[i] !== true || isStandard[i + 1] !== true)
    .map((frame) => (CLOSURE.test(frame) ? declared(frame.replace(CLOSURE, '')) : frame))
}

/** The innermost of the functions that a name joins: `(*T).deliver` of `main.main.gowrap2.(*T).deliver`. */
const declared = (name: string): string => /(?:\([^()]*\)\.)?[^.()]*$/.exec(name)?.[0] ?? name
