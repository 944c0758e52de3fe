/** Which stacks of one dump are as many as each other because one call or one object makes all of them. */

import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { areAsMany } from '#shared/signature/twins.ts'
import type { SignedIndividuals } from './signed-individuals.ts'
import type { SignedStack } from './signed-stack.ts'

/** Counts below this are shared by too many stacks to mean anything. */
const LEAST_TWIN = 10

/** Stacks of one receiver that are as many as each other, of which more are so by chance: one object makes a dozen at most. */
const MOST_TWINS = 12

/**
 * The twins of each stack that has some: as many as each other, and entered by methods of one receiver, as
 * `(*persistConn).readLoop` and `.writeLoop` are. In the order of the stacks; linear but for sorting, whatever their counts.
 */
export function twinsOf<Stack extends SignedStack>(
  stacks: readonly Stack[],
): ReadonlyMap<Stack, readonly Stack[]> {
  const places = new Map(stacks.map((stack, place) => [stack, place]))
  const found = new Map<Stack, readonly Stack[]>()
  for (const alike of Map.groupBy(stacks, receiverOf).values()) {
    const byCount = alike.filter(mayHaveTwins).sort((a, b) => a.sighting.count - b.sighting.count)
    for (const [i, stack] of byCount.entries()) {
      const twins = asManyAround(byCount, i)
      if (twins.length > 0 && twins.length < MOST_TWINS)
        found.set(
          stack,
          twins.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)),
        )
    }
  }
  return found
}

/** Those as many as one of them; no more than tell that they are too many. @param byCount rising */
function asManyAround<Stack extends SignedStack>(byCount: readonly Stack[], at: number): Stack[] {
  const count = byCount[at]?.sighting.count ?? 0
  const around: Stack[] = []
  for (const step of [-1, 1])
    for (let i = at + step; around.length < MOST_TWINS; i += step) {
      const other = byCount[i]
      if (other === undefined || !areAsMany(count, other.sighting.count)) break
      around.push(other)
    }
  return around
}

const mayHaveTwins = (stack: SignedStack): boolean =>
  stack.sighting.count >= LEAST_TWIN && receiverOf(stack) !== ''

/**
 * What stands before the name of the function that enters a stack; empty where that is nothing, or the package of a plain
 * function of the program, which has others beside it that mean something else.
 */
function receiverOf({ signature: { entry = '', ownCode } }: SignedStack): string {
  const receiver = entry.slice(0, Math.max(0, entry.lastIndexOf('.')))
  return entry === ownCode && receiver === packageOf(entry) ? '' : receiver
}

/** Share of the goroutines of the smaller stack that must have their partner in the other one. */
const PAIRED = 0.8
/** Pairs below this come about by chance. */
const LEAST_PAIRS = 2
/** Goroutines of one stack that are looked at: a pair shows in some as in all. */
const LOOKED_AT = 2_000
/** Stacks that may name one address before it says nothing: a logger, a context. */
const MOST_STACKS = 6

/**
 * Stacks whose goroutines come in pairs, whoever started them: each names an object that one of the other stack names
 * and nobody else of the two, or one started the other, or one goroutine started both.
 */
export function pairedStacks({
  individuals,
  stacks,
}: SignedIndividuals): ReadonlyMap<SignatureId, ReadonlySet<SignatureId>> {
  const counts = new Map<SignatureId, number>()
  const holders = new Map<string, Map<SignatureId, number>>()
  for (const [i, individual] of individuals.entries()) {
    const stack = stacks[i] as SignatureId
    const seen = (counts.get(stack) ?? 0) + 1
    counts.set(stack, seen)
    if (seen > LOOKED_AT) continue
    for (const key of keysOf(individual)) {
      const known = holders.get(key) ?? new Map<SignatureId, number>()
      known.set(stack, (known.get(stack) ?? 0) + 1)
      holders.set(key, known)
    }
  }
  return partners(holders, counts)
}

type Individual = SignedIndividuals['individuals'][number]

/**
 * What ties a goroutine to others: the objects that its frames name, itself, who started it. A word that may be stale
 * counts too: stale ones do not make pairs.
 */
function keysOf({ id, frames, creator }: Individual): Set<string> {
  const keys = new Set([`goroutine ${id}`])
  if (creator?.goroutine !== undefined) keys.add(`goroutine ${creator.goroutine}`)
  for (const { args } of frames)
    for (const word of argumentWords(args)) if (addressOf(word) !== undefined) keys.add(word.value)
  return keys
}

function partners(
  holders: ReadonlyMap<string, ReadonlyMap<SignatureId, number>>,
  counts: ReadonlyMap<SignatureId, number>,
): Map<SignatureId, Set<SignatureId>> {
  const pairs = new Map<string, number>()
  for (const stacks of holders.values()) {
    if (stacks.size < 2 || stacks.size > MOST_STACKS) continue
    const once = [...stacks].filter(([, n]) => n === 1).map(([stack]) => stack)
    for (const a of once)
      for (const b of once) if (a < b) pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + 1)
  }
  const found = new Map<SignatureId, Set<SignatureId>>()
  const join = (a: SignatureId, b: SignatureId): void => {
    found.set(a, (found.get(a) ?? new Set()).add(b))
  }
  for (const [pair, n] of pairs) {
    const [a = '', b = ''] = pair.split(' ')
    const [least, most] = [counts.get(a) ?? 0, counts.get(b) ?? 0].sort((x, y) => x - y) as [number, number]
    const isPaired = n >= LEAST_PAIRS && n >= PAIRED * Math.min(least, LOOKED_AT) && areAsMany(least, most)
    if (!isPaired) continue
    join(a, b)
    join(b, a)
  }
  return found
}
