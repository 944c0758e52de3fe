/** Who started the goroutines of a stack, up to the ancestor that still lives. */

import type { Individual } from '#shared/goroutine/individual.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { SignedIndividuals } from './signed-individuals.ts'

/** Who started the goroutines of one stack; of dumps by Go 1.21 or newer, which name the goroutine. */
export interface Creators {
  /** Different goroutines that started those of the stack. */
  readonly distinct: number
  /** Those of them that still live. */
  readonly alive: number
  /** From the goroutine that started most of them to its oldest ancestor that still lives, or the first that does not. */
  readonly chain: readonly Ancestor[]
}

/** A goroutine that started another one. */
export interface Ancestor {
  readonly goroutine: number
  /** The function that holds the `go` statement. */
  readonly function: string
  /** `file:line` of the `go` statement; empty where the dump has none. */
  readonly place: string
  /** What it does now; null where the dump does not have it: it has ended, or was left out of the text. */
  readonly state: string | null
}

/** Ancestors told of one stack. */
const MOST_ANCESTORS = 16

/** Of each stack of the dump; a stack that no `go` statement of a known goroutine made is missing. */
export function creatorsOf({ individuals, stacks }: SignedIndividuals): ReadonlyMap<SignatureId, Creators> {
  const alive = new Map(individuals.map((individual) => [individual.id, individual]))
  const started = new Map<SignatureId, Map<number, { count: number; readonly example: Individual }>>()
  for (const [i, individual] of individuals.entries()) {
    const by = individual.creator?.goroutine
    if (by === undefined) continue
    const stack = stacks[i] as SignatureId
    const known = started.get(stack) ?? new Map<number, { count: number; example: Individual }>()
    started.set(stack, known)
    const tally = known.get(by)
    if (tally === undefined) known.set(by, { count: 1, example: individual })
    else tally.count++
  }
  return new Map(
    [...started].map(([stack, by]) => {
      const most = [...by.values()].reduce((a, b) => (b.count > a.count ? b : a))
      const living = [...by.keys()].filter((id) => alive.has(id)).length
      return [stack, { distinct: by.size, alive: living, chain: chainOf(most.example, alive) }]
    }),
  )
}

/** Ids are never used again, so a chain has no ring; a made-up one ends at the limit. */
function chainOf(from: Individual, alive: ReadonlyMap<number, Individual>): Ancestor[] {
  const chain: Ancestor[] = []
  for (let each: Individual | undefined = from; each !== undefined && chain.length < MOST_ANCESTORS; ) {
    const { creator } = each
    if (creator?.goroutine === undefined) break
    const parent = alive.get(creator.goroutine)
    chain.push({
      goroutine: creator.goroutine,
      function: creator.function,
      place: creator.place,
      state: parent?.state ?? null,
    })
    each = parent
  }
  return chain
}

/**
 * Example output: `started by goroutine 17, which still lives (select), that one by goroutine 1 in main.main, which still
 * lives (IO wait)`
 */
export function creatorsSay({ distinct, alive, chain }: Creators): string {
  const [first, ...older] = chain
  if (first === undefined) return ''
  if (distinct > 1) {
    const living = alive === 0 ? 'none of which is in the dump' : `${number(alive)} of which still live`
    return `started by ${number(distinct)} goroutines, ${living}`
  }
  const ancestors = older.map((each) => `that one by ${who(each)}`)
  return [`started by ${who(first)}`, ...ancestors].join(', ')
}

const who = ({ goroutine, function: name, state }: Ancestor): string =>
  `goroutine ${goroutine} in ${name}, which ${state === null ? 'is not in the dump' : `still lives (${state})`}`
const number = (value: number): string => value.toLocaleString('en-US')
