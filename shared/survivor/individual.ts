/** Who is who: one goroutine of one stack, told from others and met again in later dumps of the same process. */

import { PRIME } from '#shared/fnv1a.ts'
import { NO_WORDS } from '#shared/goroutine/roster.ts'

/**
 * Whether two sightings of one goroutine id in one stack are one stay. Where either dump prints no argument words, the
 * id decides alone: ids are never used twice in a process, but a kept-alive connection returns to its handler.
 */
export const sameWords = (a: number, b: number): boolean => a === b || a === NO_WORDS || b === NO_WORDS

/** 16 bits that stand for an unknown function. */
const UNKNOWN = 0
const HALF = 0x10000

/**
 * Who started a goroutine and where it began: both stay the same for all of its life, whatever stack it stands in.
 * The upper 16 bits are of the entry function, the lower of the function with the `go` statement; 0 is unknown.
 */
export const originOf = (entry: string | undefined, creator: string | undefined): number =>
  nameHash(entry) * HALF + nameHash(creator)

/** Whether two origins cannot be of one goroutine; what one of them does not know says nothing. */
export function contradicts(a: number, b: number): boolean {
  const differ = (x: number, y: number): boolean => x !== UNKNOWN && y !== UNKNOWN && x !== y
  return differ(Math.floor(a / HALF), Math.floor(b / HALF)) || differ(a % HALF, b % HALF)
}

function nameHash(name: string | undefined): number {
  if (name === undefined) return UNKNOWN
  let hash = 0
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME)
  const short = spread(hash) & (HALF - 1)
  return short === UNKNOWN ? 1 : short
}

/**
 * Level of the finest sample that has an id: level 1 holds half of all ids, level 2 half of those, and so on. A process
 * that is sampled at a level shows the same individuals in every dump.
 */
export function levelOf(id: number): number {
  // Ids stand 16 in a row for each P: their low bits alone would sample by P.
  return Math.clz32(spread((id % 0x100000000) ^ Math.floor(id / 0x100000000)))
}

/** Avalanche of MurmurHash3 (fmix32): each bit of the input changes half of the output. */
function spread(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
