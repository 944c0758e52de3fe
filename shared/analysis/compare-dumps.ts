/** Dumps of one process side by side: what grew, which goroutines stayed, what came and went. */

import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR, isoOrNull, MINUTE } from '#shared/time.ts'
import { type Followed, followGoroutines, type StackTurnover } from './follow-goroutines.ts'
import type { ReadDump } from './read-dump.ts'
import { type StackSurvivors, survivorsOfStacks } from './survivors-of-stacks.ts'

/** One stack in two dumps or more. */
export interface StackChange {
  readonly id: string
  readonly frames: readonly string[]
  readonly ownCode: string | null
  /** Where its own code and the `go` statement stand, `file:line`; null where no dump tells. */
  readonly place: string | null
  readonly goPlace: string | null
  readonly states: readonly string[]
  /** Goroutines in the first dump, and in the last. */
  readonly base: number
  readonly target: number
  /** `target` less `base`. */
  readonly change: number
  /** Goroutines in each dump, oldest first. */
  readonly counts: readonly number[]
  /** `change` an hour; null where the dumps have no times. */
  readonly perHour: number | null
  /** Which goroutines stayed, came and went; null where the forms do not tell them apart. */
  readonly goroutines: StackTurnover | null
  /** Who stayed over all dumps, and whether others keep joining them; null where the dumps are too few to tell. */
  readonly survivors: StackSurvivors | null
}

/** Dumps of one process, stack by stack, whatever form and Go version each is of. */
export interface Comparison {
  /** What tells this process from others of the input; empty where there is one alone. */
  readonly source: string
  /** The dumps, oldest first; `at` is RFC 3339. */
  readonly dumps: readonly {
    readonly source: string
    readonly at: string | null
    readonly goroutines: number
  }[]
  readonly base: number
  readonly target: number
  readonly change: number
  /** Whole minutes from the first to the last; null where they have no times. */
  readonly minutes: number | null
  readonly perHour: number | null
  /** What grew most first, what fell most last; stacks whose count stayed are left out. */
  readonly stacks: readonly StackChange[]
  /** Stacks whose count stayed, those with most goroutines first; some of them where they are many. */
  readonly unchanged: readonly StackChange[]
  /** Over all stacks; null where the forms do not tell goroutines apart. */
  readonly goroutines: StackTurnover | null
  /** What the comparison says, and what it cannot say. */
  readonly says: readonly string[]
}

/** Stacks without a change that are told. */
const UNCHANGED = 20

/**
 * What became of each stack from the first dump to the last. Counts are laid side by side and never added up.
 *
 * @param dumps of one process and type, oldest first, two or more
 */
export function compareDumps(dumps: readonly ReadDump[], source = ''): Comparison {
  const [first, last] = [dumps[0], dumps.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('There is no dump to compare.')
  const span = spanOf(first, last)
  const followed = followGoroutines(first, last)
  const changes = changesOf(dumps, span, followed)
  const change = last.profile.total - first.profile.total
  const comparison = {
    source,
    dumps: dumps.map(({ dump, at, profile }) => ({
      source: dump.source,
      at: isoOrNull(at),
      goroutines: profile.total,
    })),
    base: first.profile.total,
    target: last.profile.total,
    change,
    minutes: span === undefined ? null : Math.round(span / MINUTE),
    perHour: perHour(change, span),
    stacks: changes.filter((each) => each.change !== 0),
    unchanged: changes
      .filter((each) => each.change === 0 && each.target > 0)
      .sort((a, b) => b.target - a.target)
      .slice(0, UNCHANGED),
    goroutines: followed?.all ?? null,
  }
  return {
    ...comparison,
    says: comparisonSays(comparison, last.dump.isCut, changes.some(isLeakLike)),
  }
}

/** Some stay for good beside others that leave, and more keep joining: no pool does that, nor a rise of traffic. */
const isLeakLike = ({ survivors }: StackChange): boolean =>
  survivors !== null && survivors.word === 'stay-and-keep-joining' && !survivors.neverLeaves

function changesOf(
  dumps: readonly ReadDump[],
  span: number | undefined,
  followed: Followed | undefined,
): StackChange[] {
  const survivors = survivorsOfStacks(dumps)
  const counts = dumps.map(
    ({ signed }) => new Map(signed.sightings.map(({ signature, count }) => [signature, count])),
  )
  // The newest dump that has a stack says how it is called and where it stands.
  const newest = new Map<SignatureId, { readonly read: ReadDump; readonly row: number }>()
  for (const read of dumps)
    for (const [row, { id }] of read.signed.signatures.entries()) newest.set(id, { read, row })
  return [...newest]
    .map(([id, { read, row }]) => {
      const [signature, sighting] = [read.signed.signatures[row], read.signed.sightings[row]]
      const each = counts.map((of) => of.get(id) ?? 0)
      const [base, target] = [each[0] ?? 0, each.at(-1) ?? 0]
      return {
        id,
        frames: signature?.frames ?? [],
        ownCode: signature?.ownCode ?? null,
        place: placeOf(dumps, id, 'place'),
        goPlace: placeOf(dumps, id, 'goPlace'),
        states: [...(sighting?.states.keys() ?? [])],
        base,
        target,
        change: target - base,
        counts: each,
        perHour: perHour(target - base, span),
        goroutines: followed?.byStack.get(id) ?? null,
        survivors: survivors.get(id) ?? null,
      }
    })
    .sort((a, b) => b.change - a.change || (a.id < b.id ? -1 : 1))
}

const placeOf = (dumps: readonly ReadDump[], id: SignatureId, which: 'place' | 'goPlace'): string | null =>
  dumps.reduce<string | null>((known, { places }) => places.get(id)?.[which] ?? known, null)

/**
 * Undefined where one of the two has no time, or both times are of different kinds: the date of a file and the time of a
 * log have nothing to do with each other. Files that were written within a minute were copied.
 */
function spanOf(first: ReadDump, last: ReadDump): number | undefined {
  if (first.at === undefined || last.at === undefined || first.datedBy !== last.datedBy) return undefined
  const span = last.at - first.at
  return span >= (first.datedBy === 'file' ? MINUTE : 1) ? span : undefined
}

/** To a tenth. */
const perHour = (change: number, span: number | undefined): number | null =>
  span === undefined ? null : Math.round((change * HOUR * 10) / span) / 10

const MANY = 2

function comparisonSays(
  { dumps, minutes, base, target, goroutines }: Omit<Comparison, 'says'>,
  isCut: boolean,
  anyStays: boolean,
): string[] {
  const steps =
    dumps.length > MANY ? `${dumps.length} dumps, each a moment of one process` : 'Two moments of one process'
  const spans =
    minutes === null
      ? 'nothing tells when they were taken, so there is no rate'
      : `${minutes.toLocaleString('en-US')} min apart${dumps.length > MANY ? ' from first to last' : ''}`
  const stayed =
    goroutines === null
      ? 'Which goroutines stayed, these forms do not tell: debug=2 names each one.'
      : turnoverSays(goroutines, base, target)
  return [
    `${steps}: ${spans}. Their counts are never added up.`,
    stayed,
    ...(isCut ? ['The newest dump is cut: goroutines that it lacks may still live.'] : []),
    anyStays
      ? 'Where goroutines never leave and others keep joining them, the stack leaks, whatever its count does.'
      : 'What grew between two moments may fall again: push profiles over some hours and Tidemark says what never does.',
  ]
}

function turnoverSays({ stayed, came, went, oldest }: StackTurnover, base: number, target: number): string {
  const n = (count: number): string => count.toLocaleString('en-US')
  const age = oldest === null || oldest === 0 ? '' : `, the oldest of them waiting for ${n(oldest)} min`
  if (stayed === 0 && base > 1)
    return `None of ${n(base)} goroutines stayed in its stack: the process may have restarted between the dumps, or they are of two.`
  const first = `Of ${n(base)} goroutines ${stayed === base ? 'all' : n(stayed)} stayed in the same stack${age}`
  return `${first}; ${n(went)} went, and ${n(came)} of ${n(target)} came.`
}
