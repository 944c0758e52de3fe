/** Gives every distinct name of a dump a small number, without making a string of it. */

import { refuse } from '#shared/reading/refusal.ts'
import { visibleName } from '#shared/reading/visible.ts'
import { textOf } from './byte-text.ts'
import type { ReadLimits } from './model.ts'
import { refuseLongName } from './refusal.ts'

/** Multiplier of a step over four bytes, and the one that spreads a hash (MurmurHash3, fmix32). */
const STEP = 0x85ebca6b
const SPREAD = 0xc2b2ae35
/** Distinct names of one dump: a program of this many functions would be gigabytes big. */
const MOST_NAMES = 1 << 18
/** Slots that a look-up may try. Half of the slots are free: only names made to collide need more. */
const MOST_PROBES = 1_000

/**
 * A hash table with open addressing whose keys are byte ranges of the dump itself: a name is kept as the place
 * of its first occurrence and verified byte by byte. Numbers run from 0 in order of first appearance.
 */
export class NameTable {
  readonly #bytes: Buffer
  readonly #words: DataView
  readonly #limit: number
  readonly #decode: typeof textOf
  readonly #texts: string[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #hashes: number[] = []
  /** Name number + 1, 0 where free; the length is a power of two. */
  #slots = new Int32Array(1024)
  #shift = 22

  /** `decode` makes the text of a name from its bytes. */
  constructor(bytes: Buffer, limits: ReadLimits, decode = textOf) {
    this.#bytes = bytes
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#limit = limits.nameBytes
    this.#decode = decode
  }

  /** The number of the name at `start` to before `end`. Refuses a name over the limit. */
  intern(start: number, end: number): number {
    const hash = this.#hash(start, end)
    const mask = this.#slots.length - 1
    let slot = hash >>> this.#shift
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const name = (this.#slots[slot] ?? 0) - 1
      if (name < 0) return this.#add(slot, hash, start, end)
      if (this.#hashes[name] === hash && this.#isAt(name, start, end)) return name
      slot = (slot + 1) & mask
    }
    return refuse('malformed-profile', 'The names of the dump are made to collide in a hash table.')
  }

  /** The name as text that can be shown anywhere, the same string at each call. */
  text(name: number): string {
    const known = this.#texts[name]
    if (known !== undefined) return known
    const text = visibleName(this.#decode(this.#bytes, this.#starts[name] ?? 0, this.#ends[name] ?? 0))
    this.#texts[name] = text
    return text
  }

  #hash(start: number, end: number): number {
    const words = this.#words
    let hash = end - start
    let at = start
    for (; at + 4 <= end; at += 4) {
      hash = Math.imul(hash ^ words.getInt32(at, true), STEP)
      hash = (hash << 13) | (hash >>> 19)
    }
    for (; at < end; at++) hash = Math.imul(hash ^ words.getUint8(at), STEP)
    return Math.imul(hash ^ (hash >>> 13), SPREAD)
  }

  #isAt(name: number, start: number, end: number): boolean {
    const words = this.#words
    let known = this.#starts[name] ?? 0
    if ((this.#ends[name] ?? 0) - known !== end - start) return false
    let at = start
    for (; at + 4 <= end; at += 4, known += 4) {
      if (words.getInt32(at, true) !== words.getInt32(known, true)) return false
    }
    for (; at < end; at++, known++) if (words.getUint8(at) !== words.getUint8(known)) return false
    return true
  }

  #add(slot: number, hash: number, start: number, end: number): number {
    const length = end - start
    if (length > this.#limit) {
      refuseLongName(this.#limit, length, textOf(this.#bytes, start, start + 40))
    }
    const name = this.#starts.length
    if (name === MOST_NAMES) {
      refuse(
        'malformed-profile',
        `The dump has more than ${MOST_NAMES} distinct names, which no Go program has.`,
        {
          limit: MOST_NAMES,
          actual: name + 1,
        },
      )
    }
    this.#starts.push(start)
    this.#ends.push(end)
    this.#hashes.push(hash)
    this.#slots[slot] = name + 1
    if (name * 2 > this.#slots.length) this.#grow()
    return name
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    this.#shift--
    for (let name = 0; name < this.#hashes.length; name++) {
      let slot = (this.#hashes[name] ?? 0) >>> this.#shift
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = name + 1
    }
    this.#slots = slots
  }
}
