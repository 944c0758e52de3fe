import type { StackPattern } from './stack-pattern.ts'

/**
 * What the count of a stack means: a leak where it grows; benign background of a bounded number; capacity that follows
 * load or connections; transients, each of which ends by itself.
 */
export type CauseClass = 'leak' | 'background' | 'capacity' | 'transient'

/**
 * Where it comes from: net/http; SQL, other databases and caches; RPC, discovery, Kubernetes and messaging; cloud SDKs,
 * logging, files and processes; a shape without a library; background goroutines that belong.
 */
export type CauseGroup = 'http' | 'database' | 'rpc' | 'system' | 'shape' | 'housekeeping'

/**
 * What the sources show: the stack and its cause; the stack, and the cause in part; the cause alone, and the names of
 * the stack come from the library's code.
 */
export type CauseBasis = 'stack-and-cause' | 'stack' | 'cause'

interface CauseText {
  /** Number in the catalogue, such as `2`. */
  readonly id: string
  readonly group: CauseGroup
  readonly basis: CauseBasis
  /** What it is, in a few words. */
  readonly title: string
  /** Ends the sentence "1,201 goroutines …". */
  readonly where: string
  /** Any of these. */
  readonly match: readonly StackPattern[]
  /** The entry that is answered for these stacks: they are the same, and a dump cannot tell the two apart. */
  readonly answeredBy?: string
  /** Stacks that stand beside a matching one and would mean nothing alone. */
  readonly companions?: readonly StackPattern[]
  readonly why: string
  readonly fix: string
  /** Functions in which what it looks like is under way: a dump with as many goroutines in one of them shows nothing of it. */
  readonly unless?: readonly string[]
  /** Of a single goroutine it says nothing: every program has one or another that waits so. */
  readonly fromTwo?: true
  /** Go, the leak and its mend, where it is ours to write. */
  readonly snippet?: { readonly before: string; readonly after: string }
  /** Where the library leaks this way: module path (or `std`), first version that does, first that no longer does. */
  readonly holds?: readonly { readonly module: string; readonly from?: string; readonly until?: string }[]
  readonly links: readonly string[]
  /** What holds where the number grows, of background and capacity that are normal while it is constant. */
  readonly whenGrowing?: { readonly why?: string; readonly fix: string }
  /** The same cause in code that is not the reader's, where another advice helps. Each is asked before `match`. */
  readonly variants?: readonly CauseVariant[]
}

/** Words of an entry for some of its stacks; what is missing is as in the entry. */
export interface CauseVariant
  extends Pick<CauseText, 'match' | 'fix'>,
    Partial<Pick<CauseText, 'title' | 'where' | 'why' | 'holds' | 'links'>> {}

/** `bound`: goroutines of a process up to which the stack is normal. Nothing is normal in any number. */
type CauseWeight =
  | { readonly class: 'leak'; readonly bound?: never }
  | { readonly class: Exclude<CauseClass, 'leak'>; readonly bound: number }

/** One known way to leak goroutines, or to look as if. */
export type Cause = CauseText & CauseWeight

/** A cause as it reads beside growth. */
export const asGrowing = (cause: Cause): Cause =>
  cause.whenGrowing === undefined ? cause : { ...cause, ...cause.whenGrowing }

/**
 * Whether growth to a count is what the cause describes: a leak at any count, background beyond its bound.
 * Capacity and transients may grow with the load.
 */
export const speaksForLeak = (cause: Cause, count: number): boolean =>
  cause.class === 'leak' || (cause.class === 'background' && count > cause.bound)
