/** What is kept of one dump so that its goroutines can be met again in a later one. */

import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import type { Signed } from '#shared/signature/sign.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { SECOND } from '#shared/time.ts'
import { levelOf, originOf } from './individual.ts'

/** The goroutines of one dump, stack by stack. */
export interface Observation {
  /** Milliseconds since the epoch, a whole second. */
  readonly at: number
  /** The end of the dump is missing: who is not in it may live. */
  readonly isCut: boolean
  /** Highest goroutine id in the dump: how many goroutines the process has started so far, about. */
  readonly newest: number
  readonly stacks: readonly ObservedStack[]
}

/** Individuals of one stack, ascending by id: columns of equal length. */
export interface ObservedStack {
  readonly signature: SignatureId
  /** One in 2^level is kept. */
  readonly level: number
  readonly ids: readonly number[]
  /** @see Roster.words */
  readonly words: readonly number[]
  /** @see originOf */
  readonly origins: readonly number[]
  /** Where in the dump each is printed, in 256ths of it; undefined of small dumps, beside which none is cut. */
  readonly places: readonly number[] | undefined
}

/** Individuals of a stack that are kept: ±4 % of a share at two standard deviations. */
const MOST_OF_STACK = 500
/** A dump is cut at 64 MB, which no fewer goroutines fill: 100 printed frames of some 160 bytes each. */
const MAY_BE_CUT_NEXT = 4_000
const PLACES = 256

/**
 * Undefined of a form that does not tell goroutines apart, or that was read without its roster, and of a leak profile:
 * who is not in one may just not be proven.
 *
 * @param signed the same profile, signed
 * @param at milliseconds since the epoch
 */
export function observe(profile: GoroutineProfile, signed: Signed, at: number): Observation | undefined {
  const { roster, unread, type } = profile
  if (type !== 'goroutine' || roster === undefined || roster.ids.length === 0) return undefined
  const isCut = unread === Number.POSITIVE_INFINITY
  const rows: Row[][] = signed.signatures.map(() => [])
  const originOfPair = new Map<number, number>()
  const creators = roster.creatorNames.map(normaliseFrame)
  const total = roster.ids.length
  let newest = 0
  for (const [i, id] of roster.ids.entries()) {
    const stack = signed.ofGroups[roster.groups[i] ?? -1] ?? -1
    const creator = roster.creators[i] ?? -1
    const pair = stack * (creators.length + 1) + creator + 1
    const origin = originOfPair.get(pair) ?? originOf(signed.signatures[stack]?.entry, creators[creator])
    originOfPair.set(pair, origin)
    rows[stack]?.push([id, roster.words[i] ?? 0, origin, Math.floor((i * PLACES) / total)])
    newest = Math.max(newest, id)
  }
  const hasPlaces = isCut || total > MAY_BE_CUT_NEXT
  return {
    at: Math.floor(at / SECOND) * SECOND,
    isCut,
    newest,
    stacks: signed.signatures.map(({ id }, i) => observed(id, rows[i] ?? [], hasPlaces)),
  }
}

type Row = [id: number, words: number, origin: number, place: number]

function observed(signature: SignatureId, all: readonly Row[], hasPlaces: boolean): ObservedStack {
  const level = levelFor(
    all.map(([id]) => id),
    MOST_OF_STACK,
  )
  const rows = all.filter(([id]) => levelOf(id) >= level).sort((a, b) => a[0] - b[0])
  return {
    signature,
    level,
    ids: rows.map((row) => row[0]),
    words: rows.map((row) => row[1]),
    origins: rows.map((row) => row[2]),
    places: hasPlaces ? rows.map((row) => row[3]) : undefined,
  }
}

/** The lowest level at which no more than so many remain. */
export function levelFor(ids: readonly number[], most: number): number {
  const atLevel: number[] = []
  for (const id of ids) {
    const level = levelOf(id)
    atLevel[level] = (atLevel[level] ?? 0) + 1
  }
  let kept = ids.length
  let level = 0
  for (; kept > most; level++) kept -= atLevel[level] ?? 0
  return level
}

/** A stack as it would be had it been sampled at a higher level. */
export function atLevel(stack: ObservedStack, level: number): ObservedStack {
  if (level <= stack.level) return stack
  const kept = stack.ids.map((id) => levelOf(id) >= level)
  const only = (column: readonly number[]): number[] => column.filter((_, i) => kept[i])
  return {
    signature: stack.signature,
    level,
    ids: only(stack.ids),
    words: only(stack.words),
    origins: only(stack.origins),
    places: stack.places === undefined ? undefined : only(stack.places),
  }
}

/** Individuals that it shows. */
export const sizeOf = ({ stacks }: Observation): number =>
  stacks.reduce((sum, { ids }) => sum + ids.length, 0)
