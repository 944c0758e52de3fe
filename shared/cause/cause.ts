import type { Signature } from '#shared/signature/signature.ts'

/**
 * What the count of a stack means: `L` a leak where it grows, `B` benign background of a bounded number,
 * `C` capacity that follows load or connections, `T` transient.
 */
export type CauseClass = 'L' | 'B' | 'C' | 'T'

/** A stack as a catalogue entry describes it; function names are normalised ones. All members must hold. */
export interface StackPattern {
  /** The innermost frame that is not the runtime's. */
  readonly top?: string
  /** Stand anywhere in the stack. */
  readonly any?: readonly string[]
  /** Stand nowhere in the stack. */
  readonly none?: readonly string[]
}

/** One known way to leak goroutines, or to look as if. */
export interface Cause {
  /** Number in the catalogue, such as `2`. */
  readonly id: string
  /** What it is, in a few words. */
  readonly title: string
  readonly class: CauseClass
  /** Ends the sentence "1,201 goroutines …". */
  readonly where: string
  readonly match: StackPattern
  /** Stacks that stand beside a matching one and would mean nothing alone. */
  readonly companions: readonly StackPattern[]
  readonly why: string
  readonly fix: string
  /** Go, the leak and its mend. */
  readonly snippet: { readonly before: string; readonly after: string }
  readonly links: readonly string[]
}

/** Whether a stack fits a pattern. */
export function fits(
  { frames }: Pick<Signature, 'frames'>,
  { top, any = [], none = [] }: StackPattern,
): boolean {
  return (
    (top === undefined || frames[0] === top) &&
    any.every((name) => frames.includes(name)) &&
    !none.some((name) => frames.includes(name))
  )
}
