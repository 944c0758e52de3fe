/** The goroutines of a dump one by one, as few bytes each; made only where somebody asks for them. */

import { OFFSET_BASIS, PRIME } from '#shared/fnv1a.ts'

/** Columns of equal length, one row a goroutine, in the order in which the dump prints them. */
export interface Roster {
  /** Unique in the process and never used again. */
  readonly ids: readonly number[]
  /**
   * 16 bits of the argument words of all frames; `NO_WORDS` where none is printed: calls were inlined, or the form has
   * none. A goroutine that waits keeps them, one that comes back to the same stack has others.
   */
  readonly words: readonly number[]
  /** Whole minutes waited, a floor; 0 where none is printed. */
  readonly minutes: readonly number[]
  /** Index in `groups` of the profile. */
  readonly groups: readonly number[]
  /** Index in `creatorNames`; -1 where the dump does not print who started it. */
  readonly creators: readonly number[]
  /** Functions that hold a `go` statement. */
  readonly creatorNames: readonly string[]
}

export const NO_WORDS = 0

const COMMA = 0x2c
const ZERO = 0x30
const NINE = 0x39
const A = 0x61
const X = 0x78

/** Digits from which on a word may be an address: the first 64 KiB are never mapped. */
const ADDRESS_DIGITS = 5
/**
 * Bits of an address that are compared. A collection moves a stack that has become too large, and with it the words
 * that point into it; their place in the stack stays, and a stack has 2 KiB at least and begins at a multiple of that
 * (runtime/stack.go, `copystack`, `shrinkstack`). Of 1,786 pairs of sightings in one recording 191 had moved in this
 * way; of 881 pairs in nine others that are different waits of one goroutine 4 have the same words by these bits.
 */
const PLACE_IN_STACK = 0x7ff

/** Gathers the rows of a reader. */
export class RosterTable {
  readonly #ids: number[] = []
  readonly #words: number[] = []
  readonly #minutes: number[] = []
  readonly #groups: number[] = []
  readonly #creators: number[] = []
  #hash = OFFSET_BASIS
  #hasWords = false

  /** Begins the next goroutine. */
  begin(): void {
    this.#hash = OFFSET_BASIS
    this.#hasWords = false
  }

  /**
   * Takes the text between the parentheses of a frame. What stands for a word that is not told (`...`, `_`) tells
   * nothing, and a word is the same whether the runtime is sure of it or not (`?`).
   *
   * Example input: `0xc0000b6078, {0x726a60?, _}, 0x1, ...`
   * Hashed: the last 11 bits of the first two, an empty word, 1, an empty word
   */
  takeArguments(bytes: Uint8Array, start: number, end: number): void {
    let [word, digits] = [0, 0]
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0
      if (byte === X) {
        this.#hasWords = true
        word = digits = 0
      } else if (byte === COMMA) {
        this.#takeWord(word, digits)
        word = digits = 0
      } else if (byte >= ZERO && byte <= NINE) {
        word = (word << 4) | (byte - ZERO)
        digits++
      } else if (byte >= A && byte <= A + 5) {
        word = (word << 4) | (byte - A + 10)
        digits++
      }
    }
    this.#takeWord(word, digits)
  }

  #takeWord(word: number, digits: number): void {
    const told = digits < ADDRESS_DIGITS ? word : word & PLACE_IN_STACK
    const hash = Math.imul(this.#hash ^ (digits === 0 ? COMMA : told & 0xff), PRIME)
    this.#hash = Math.imul(hash ^ (told >>> 8) ^ 0x100, PRIME)
  }

  /** Ends the goroutine; `id` 0 is none that can be followed. */
  add(id: number, minutes: number, group: number, creator: number): void {
    if (id <= 0 || id > Number.MAX_SAFE_INTEGER) return
    this.#ids.push(id)
    this.#words.push(this.#hasWords ? shortHash(this.#hash) : NO_WORDS)
    this.#minutes.push(minutes)
    this.#groups.push(group)
    this.#creators.push(creator)
  }

  /** @param name text of the numbers that creators were added by */
  finish(name: (creator: number) => string): Roster {
    const numbers = new Map<number, number>()
    for (const creator of this.#creators)
      if (creator >= 0 && !numbers.has(creator)) numbers.set(creator, numbers.size)
    return {
      ids: this.#ids,
      words: this.#words,
      minutes: this.#minutes,
      groups: this.#groups,
      creators: this.#creators.map((creator) => numbers.get(creator) ?? -1),
      creatorNames: [...numbers.keys()].map(name),
    }
  }
}

/** Nothing where nobody asked for the goroutines one by one. */
export const rosterTable = (isAsked: boolean | undefined): RosterTable | undefined =>
  isAsked === true ? new RosterTable() : undefined

/** 16 bits of 32, never the value that says that there are none. */
function shortHash(hash: number): number {
  const short = ((hash >>> 16) ^ hash) & 0xffff
  return short === NO_WORDS ? 1 : short
}
