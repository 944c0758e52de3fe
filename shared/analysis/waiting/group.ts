/** Goroutines that wait for the same lock or channel, side by side. */

import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import type { IndividualFrame } from '#shared/goroutine/individual.ts'
import { type Primitive, receiverOf, type Wait } from './primitive.ts'

/** All that wait for one thing. */
export interface Waiters {
  readonly primitive: Primitive
  readonly address: bigint | undefined
  readonly object: bigint | undefined
  /** Type of the methods that wait, `main.(*store)`; undefined where plain functions do. */
  readonly type: string | undefined
  readonly waits: readonly Wait[]
  /** First line at which each function takes it; NaN where the dump has no lines. */
  readonly lines: ReadonlyMap<string, number>
  /** Whole minutes that the longest one waits. */
  readonly oldest: number
}

/** Groups of the waits, most goroutines first. Waits for a channel that nothing names belong to none. */
export function groupWaits(waits: readonly Wait[]): Waiters[] {
  const groups = new Map<string, Wait[]>()
  for (const wait of waits) {
    const key = keyOf(wait)
    if (key === undefined) continue
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [wait])
    else known.push(wait)
  }
  return [...groups.values()].map(groupOf).sort((a, b) => b.waits.length - a.waits.length)
}

/**
 * A lock is known by its address. That of a RWMutex is printed for a writer behind a writer alone, so it is known by
 * the struct that it is in; where nothing is printed for sure, by the type or function that takes it.
 */
function keyOf({ primitive, address, object, caller }: Wait): string | undefined {
  const type = receiverOf(caller.function)
  if (primitive === 'sync.RWMutex' && object !== undefined) return `${primitive} ${type} ${object}`
  if (address !== undefined) return `${primitive} ${address}`
  if (primitive === 'chan send' && (type ?? object) === undefined) return undefined
  return object === undefined
    ? `${primitive} ${type ?? caller.function}`
    : `${primitive} ${type ?? caller.function} ${object}`
}

function groupOf(waits: readonly Wait[]): Waiters {
  const first = waits[0] as Wait
  const object = waits.find((wait) => wait.object !== undefined)?.object
  const lines = new Map<string, number>()
  let oldest = 0
  for (const { caller, individual } of waits) {
    const [line, known] = [lineOf(caller), lines.get(caller.function)]
    if (known === undefined || line < known) lines.set(caller.function, line)
    oldest = Math.max(oldest, individual.minutes)
  }
  return {
    primitive: first.primitive,
    address: waits.find((wait) => wait.address !== undefined)?.address,
    object,
    type: waits.map(({ caller }) => receiverOf(caller.function)).find((type) => type !== undefined),
    waits,
    lines,
    oldest,
  }
}

/** Minutes after which a writer that nobody holds up would long have had its lock. */
const LONG = 1

/** Readers leave without waiting for anybody, so a writer waits for long only where one cannot. */
export const isHeldFromWriter = ({ primitive, oldest, waits }: Waiters): boolean =>
  primitive === 'sync.RWMutex' && oldest >= LONG && waits.some(({ isWriter }) => isWriter)

/** A receiver that is printed for sure and is another one speaks against it. */
export function mayBeOf({ object }: Waiters, frame: IndividualFrame | undefined): boolean {
  const [receiver] = argumentWords(frame?.args ?? '')
  if (object === undefined || receiver?.isExact !== true) return true
  const address = addressOf(receiver)
  return address === undefined || address === object
}

/** What the first argument of a call points to, of a method its receiver; undefined where it is no address. */
export function firstAddress({ args }: IndividualFrame): bigint | undefined {
  const [word] = argumentWords(args)
  return word === undefined ? undefined : addressOf(word)
}

/** Line number of a place, NaN where it has none. */
export const lineOf = ({ place }: IndividualFrame): number => Number(/:(\d+)$/.exec(place)?.[1] ?? Number.NaN)
