/** Gives every distinct stack of a dump a small number; a stack that comes again costs no memory. */

import { refuse } from '#shared/reading/refusal.ts'
import type { ReadLimits } from './model.ts'
import { refuseTooManyFrames, refuseTooManySamples } from './refusal.ts'

/** Mean depth of a profile that uses up its samples: the cap of the runtime since Go 1.23 (profstackdepth). */
const FRAMES_A_SAMPLE = 128
/** Multiplier of a step, and the one that spreads a hash (MurmurHash3, fmix32). */
const STEP = 0x85ebca6b
const SPREAD = 0xc2b2ae35
/** Slots that a look-up may try. Half of the slots are free: only stacks made to collide need more. */
const MOST_PROBES = 1_000

/**
 * Stacks are pushed frame by frame, leaf first, as name numbers, and then looked up as a whole in a hash table
 * with open addressing. Numbers run from 0 in order of first appearance.
 */
export class StackTable {
  /** Frames pushed since `begin`. */
  depth = 0
  readonly #limits: ReadLimits
  readonly #pushed: Int32Array
  /** Frames of all stacks, one after the other; those of a stack end where the next one begins. */
  #frames = new Int32Array(4096)
  readonly #starts: number[] = [0]
  readonly #hashes: number[] = []
  /** Stack number + 1, 0 where free; the length is a power of two. */
  #slots = new Int32Array(1024)
  #shift = 22

  constructor(limits: ReadLimits) {
    this.#limits = limits
    this.#pushed = new Int32Array(limits.frames)
  }

  /** Most frames of one stack. */
  get limit(): number {
    return this.#pushed.length
  }

  /** Begins a new stack. */
  begin(): void {
    this.depth = 0
  }

  /** Adds a frame on the root side. Refuses more frames than the limit. */
  push(name: number): void {
    if (this.depth === this.#pushed.length) refuseTooManyFrames(this.#pushed.length, this.depth + 1)
    this.#pushed[this.depth++] = name
  }

  /** The frame that was pushed last, -1 in an empty stack. */
  get root(): number {
    return this.#pushed[this.depth - 1] ?? -1
  }

  /** The number of the stack that was pushed. Refuses more stacks than the limit. */
  intern(): number {
    const hash = this.#hash()
    const mask = this.#slots.length - 1
    let slot = hash >>> this.#shift
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const stack = (this.#slots[slot] ?? 0) - 1
      if (stack < 0) return this.#add(slot, hash)
      if (this.#hashes[stack] === hash && this.#isPushed(stack)) return stack
      slot = (slot + 1) & mask
    }
    return refuse('malformed-profile', 'The stacks of the dump are made to collide in a hash table.')
  }

  /** Names of the frames of a stack, leaf first. */
  frames(stack: number, name: (name: number) => string): string[] {
    const start = this.#starts[stack] ?? 0
    const depth = (this.#starts[stack + 1] ?? 0) - start
    const frames = new Array<string>(depth)
    for (let i = 0; i < depth; i++) frames[i] = name(this.#frames[start + i] ?? 0)
    return frames
  }

  #hash(): number {
    const pushed = this.#pushed
    const depth = this.depth
    let hash = depth
    for (let i = 0; i < depth; i++) {
      hash = Math.imul(hash ^ (pushed[i] ?? 0), STEP)
      hash = (hash << 13) | (hash >>> 19)
    }
    return Math.imul(hash ^ (hash >>> 16), SPREAD)
  }

  #isPushed(stack: number): boolean {
    const start = this.#starts[stack] ?? 0
    if ((this.#starts[stack + 1] ?? 0) - start !== this.depth) return false
    const frames = this.#frames
    const pushed = this.#pushed
    for (let i = 0; i < this.depth; i++) if (frames[start + i] !== pushed[i]) return false
    return true
  }

  #add(slot: number, hash: number): number {
    const stack = this.#hashes.length
    const start = this.#starts[stack] ?? 0
    const end = start + this.depth
    this.#refuseOver(stack + 1, end)
    if (end > this.#frames.length) this.#growFrames(end)
    this.#copyPushed(start)
    this.#starts.push(end)
    this.#hashes.push(hash)
    this.#slots[slot] = stack + 1
    if (stack * 2 > this.#slots.length) this.#growSlots()
    return stack
  }

  #copyPushed(start: number): void {
    const frames = this.#frames
    const pushed = this.#pushed
    for (let i = 0; i < this.depth; i++) frames[start + i] = pushed[i] ?? 0
  }

  #refuseOver(stacks: number, frames: number): void {
    const { samples, frames: depth } = this.#limits
    if (stacks > samples) refuseTooManySamples(samples, stacks)
    const limit = Math.max(depth, samples * FRAMES_A_SAMPLE)
    if (frames <= limit) return
    refuse(
      'too-many-frames',
      `The distinct stacks have at least ${frames} frames together, the limit is ${limit}: lower GODEBUG=profstackdepth.`,
      { limit, actual: frames },
    )
  }

  #growFrames(least: number): void {
    const frames = new Int32Array(Math.max(least, this.#frames.length * 2))
    frames.set(this.#frames)
    this.#frames = frames
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    this.#shift--
    for (let stack = 0; stack < this.#hashes.length; stack++) {
      let slot = (this.#hashes[stack] ?? 0) >>> this.#shift
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = stack + 1
    }
    this.#slots = slots
  }
}
