/** Gives every distinct stack of a dump a small number, without building it a second time. */

/** 2^32 divided by the golden ratio (Knuth, TAOCP 3, §6.4). */
const GOLDEN = 0x9e3779b1
/** A second odd multiplier, so that (parent, frame) and (frame, parent) differ (MurmurHash3, fmix32). */
const MIX = 0x85ebca6b

/** The empty stack, from which every stack starts. */
export const NO_FRAME = 0

/**
 * A tree in which a stack is the path from `NO_FRAME`, leaf frame first: stacks that begin alike share nodes.
 * Children are found through one hash table over (parent, frame) with open addressing.
 */
export class StackTree {
  readonly #parents: number[] = [-1]
  readonly #frames: number[] = [-1]
  /** Node, 0 where free (no node has `NO_FRAME` as its child); the length is a power of two. */
  #slots = new Int32Array(1024)
  #shift = 22

  /** The stack `parent` with one more frame on its root side. */
  with(parent: number, frame: number): number {
    const mask = this.#slots.length - 1
    let slot = this.#slotOf(parent, frame)
    for (;;) {
      const node = this.#slots[slot] ?? 0
      if (node === 0) return this.#add(slot, parent, frame)
      if (this.#parents[node] === parent && this.#frames[node] === frame) return node
      slot = (slot + 1) & mask
    }
  }

  /** Frame numbers of a stack of `depth` frames, leaf first. */
  frames(stack: number, depth: number): number[] {
    const frames = new Array<number>(depth)
    for (let i = depth - 1, node = stack; i >= 0; i--) {
      frames[i] = this.#frames[node] ?? 0
      node = this.#parents[node] ?? NO_FRAME
    }
    return frames
  }

  #slotOf(parent: number, frame: number): number {
    return Math.imul(Math.imul(parent, MIX) ^ frame, GOLDEN) >>> this.#shift
  }

  #add(slot: number, parent: number, frame: number): number {
    const node = this.#parents.length
    this.#parents.push(parent)
    this.#frames.push(frame)
    this.#slots[slot] = node
    if (node * 2 > this.#slots.length) this.#grow()
    return node
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    this.#shift--
    const mask = this.#slots.length - 1
    for (let node = 1; node < this.#parents.length; node++) {
      let slot = this.#slotOf(this.#parents[node] ?? 0, this.#frames[node] ?? 0)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = node
    }
  }
}
