import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack } from '#shared/signature/normalise.ts'
import type { Side, StackTree } from './stack-tree.ts'

/** What is taken off the stacks: all that a Go version, a build or a format makes of them. */
export type Trim = 'runtime'

/** Stands for the empty stack of a goroutine that has not begun. */
const NOT_BEGUN = ['runtime.goexit']

/**
 * Adds a dump to a tree.
 *
 * `runtime` makes the stacks those of signatures, in their whole depth: without the frames of the runtime and
 * of compiler-made wrappers, names without type arguments. Only so can dumps of different forms be compared.
 */
export function addProfile(
  tree: StackTree,
  profile: GoroutineProfile,
  {
    side = 'target',
    trim,
    below,
  }: {
    readonly side?: Side
    readonly trim?: Trim | undefined
    /** Stands as a caller above all its stacks: the process that they are of, for example. */
    readonly below?: string | undefined
  } = {},
): void {
  const memo = new Map<string, string>()
  const normal = (name: string): string => {
    const known = memo.get(name) ?? normaliseFrame(name)
    memo.set(name, known)
    return known
  }
  for (const { frames, count } of profile.groups) {
    const stack = trim === 'runtime' ? normaliseStack(frames, normal).whole : frames
    const begun = stack.length === 0 ? NOT_BEGUN : stack
    tree.add(below === undefined ? begun : [...begun, below], count, side)
  }
}
