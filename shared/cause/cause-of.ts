import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import { CATALOGUE } from './catalogue.ts'
import type { Cause, CauseVariant } from './cause.ts'
import { holdsIn } from './holds.ts'
import type { KnownStack } from './known-stack.ts'
import { isAnonymous, namedPart } from './leaf.ts'
import { entriesByName } from './named-entries.ts'
import { possibleStacks } from './possible-stacks.ts'
import { fits, isNamed, type StackPattern } from './stack-pattern.ts'

/** Causes between which what a dump shows does not decide, the likeliest first. */
export interface Ambiguity {
  readonly candidates: readonly [Cause, Cause, ...Cause[]]
  /** A sentence: what to look at. */
  readonly tellApart: string
}

/** What the catalogue says of a stack: one cause, several, or nothing. */
export interface Diagnosis {
  readonly cause: Cause | undefined
  readonly ambiguity: Ambiguity | undefined
}

export const NOTHING: Diagnosis = { cause: undefined, ambiguity: undefined }

interface Entry {
  readonly cause: Cause
  readonly match: readonly StackPattern[]
}

/** A snippet shows code of one's own, which a variant is not about. */
function inWordsOf({ snippet: _, ...cause }: Cause, variant: CauseVariant): Cause {
  return { ...cause, ...variant }
}

/** Entries in the order in which they are asked, each variant before the entry itself. */
const ENTRIES: readonly Entry[] = CATALOGUE.flatMap((cause) => [
  ...(cause.variants ?? []).map((variant) => ({ cause: inWordsOf(cause, variant), match: variant.match })),
  { cause, match: cause.match },
])

/** Those that could fit a stack, in the same order. */
const entriesFor = entriesByName(ENTRIES)

/** Shapes: entries that no function is named in. */
const SHAPES = ENTRIES.map(({ cause, match }) => ({
  cause,
  match: match.filter((pattern) => !isNamed(pattern)),
})).filter(({ match }) => match.length > 0)

/**
 * The causes that a stack gives away.
 *
 * Formats leave things out: debug=1 has no wait states, debug=2 alone has ages and creators, debug=0 alone the form
 * of a receive. Where an entry names functions, that does not matter. A shape of a wait is told by just these, so
 * all that the missing ones could say is tried: where the answers differ, all of them are candidates. A dump that
 * shows more of the same goroutines therefore never names a cause which is no candidate of one that shows less.
 */
export const diagnose = (stack: KnownStack): Diagnosis => diagnoseBy(entriesFor(stack.frames), stack)

/**
 * The same of goroutines that are few and stuck in a lock or a send. What is open at rest does not wait there, so entries
 * of it, which name a function and no wait, say nothing of them.
 */
export const diagnoseStuck = (stack: KnownStack): Diagnosis =>
  diagnoseBy(
    entriesFor(stack.frames).filter(
      ({ cause, match }) =>
        cause.class === 'leak' ||
        match.some((pattern) => pattern.state !== undefined && fits(stack, pattern)),
    ),
    stack,
  )

function diagnoseBy(entries: readonly Entry[], stack: KnownStack): Diagnosis {
  const known = find(entries, stack)
  if (known?.match.some((pattern) => isNamed(pattern) && fits(stack, pattern)))
    return { ...NOTHING, cause: known.cause }
  const around = startedBy(stack)
  if (around !== undefined) return { ...NOTHING, cause: around }
  const { completions, tellApart } = possibleStacks(stack)
  const found = completions.map((one) => ({ wait: waitOf(one), cause: find(SHAPES, one)?.cause }))
  const ofEach = [...Map.groupBy(found, ({ wait }) => wait).values()].map(([likeliest]) => likeliest)
  const all = [known, ...ofEach, ...found].map((one) => one?.cause)
  const [first, second, ...rest] = new Set(all.filter((cause) => cause !== undefined))
  if (first === undefined) return NOTHING
  if (second === undefined) return { ...NOTHING, cause: first }
  return { ...NOTHING, ambiguity: { candidates: [first, second, ...rest], tellApart } }
}

/**
 * The cause of the goroutine that started this one: `(*Reflector).ListAndWatch` started `(*Reflector).ListAndWatch.func2`,
 * and ends it where it ends itself. A closure that runs what others gave it is no such goroutine.
 */
function startedBy(stack: KnownStack): Cause | undefined {
  const entry = stack.frames.at(-1) ?? ''
  if (!isAnonymous(entry) || ownerOf(entry) !== 'library') return undefined
  const path = packageOf(entry)
  if (!stack.frames.every((frame) => packageOf(frame) === path || ownerOf(frame) === 'standard'))
    return undefined
  const around = { ...stack, frames: [...stack.frames.slice(0, -1), namedPart(entry)] }
  const found = find(entriesFor(around.frames), around)
  return found?.match.some(
    (pattern) => pattern.any !== undefined && isNamed(pattern) && fits(around, pattern),
  )
    ? found.cause
    : undefined
}

const waitOf = ({ states }: KnownStack): string => [...states.keys()].join()

/** The cause that a stack gives away, where it is certain. */
export const causeOf = (stack: KnownStack): Cause | undefined => diagnose(stack).cause

const find = (entries: readonly Entry[], stack: KnownStack): Entry | undefined =>
  entries.find(({ cause, match }) => match.some((pattern) => fits(stack, pattern)) && holdsIn(cause, stack))
