/** Walks the wire format of Protocol Buffers, strictly (protobuf.dev/programming-guides/encoding). */

import { refuse } from '#shared/reading/refusal.ts'

export const VARINT = 0
const FIXED64 = 1
export const LENGTH = 2
const GROUP_START = 3
const GROUP_END = 4
const FIXED32 = 5

/** Bytes of the longest varint: 64 bits, 7 in each byte. */
const LONGEST_VARINT = 10
/** Groups inside groups of an unknown field that are followed (the limit of protobuf's own decoders). */
const DEEPEST_GROUP = 100

/** Reads a message from `at` to before `end`; `enter` and `leave` narrow that to a submessage and back. */
export class WireCursor {
  readonly bytes: Uint8Array
  at: number
  end: number
  /** Number and wire type of the field whose tag was read last. */
  field = 0
  wire = 0

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  /** Reads the next tag into `field` and `wire`; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.end) return false
    const tag = this.#varint()
    this.field = Math.floor(tag / 8)
    this.wire = tag % 8
    if (this.field === 0) malformed('a field has the number 0')
    return true
  }

  /** Value of an integer field, as int64; refused beyond ±Number.MAX_SAFE_INTEGER. */
  integer(): number {
    if (this.wire !== VARINT)
      malformed(`field ${this.field} has wire type ${this.wire} and should be a varint`)
    return this.#int64()
  }

  /** Value of an integer field, as int64, of any size. */
  bigInteger(): bigint {
    if (this.wire !== VARINT)
      malformed(`field ${this.field} has wire type ${this.wire} and should be a varint`)
    const start = this.at
    this.#varint()
    return BigInt.asIntN(64, uint64At(this.bytes, start))
  }

  /**
   * Narrows the cursor to the values of a repeated integer field at this place: many where packed, one where
   * not. They are read with `element` until `at` is `end`; answers what `leave` needs.
   */
  enterIntegers(): number {
    if (this.wire === LENGTH) return this.enter()
    const outer = this.end
    const start = this.at
    this.integer()
    this.end = this.at
    this.at = start
    return outer
  }

  /** One value of a repeated integer field, as int64. */
  element(): number {
    return this.#int64()
  }

  /** Narrows the cursor to the bytes, text or message of this field; answers what `leave` needs. */
  enter(): number {
    if (this.wire !== LENGTH)
      malformed(`field ${this.field} has wire type ${this.wire} and should have a length`)
    const length = this.#varint()
    if (length > this.end - this.at)
      malformed(`field ${this.field} is longer than what is left of its message`)
    const outer = this.end
    this.end = this.at + length
    return outer
  }

  /** Goes behind the field that was entered. */
  leave(outer: number): void {
    this.at = this.end
    this.end = outer
  }

  /** Steps over a field that nobody wants. */
  skip(): void {
    this.#skip(0)
  }

  #skip(depth: number): void {
    if (this.wire === VARINT) this.#varint()
    else if (this.wire === FIXED64) this.#step(8)
    else if (this.wire === FIXED32) this.#step(4)
    else if (this.wire === LENGTH) this.leave(this.enter())
    else if (this.wire === GROUP_START) this.#skipGroup(depth)
    else malformed(`field ${this.field} has the unknown wire type ${this.wire}`)
  }

  #skipGroup(depth: number): void {
    if (depth === DEEPEST_GROUP) malformed(`groups stand more than ${DEEPEST_GROUP} deep`)
    const group = this.field
    while (this.next()) {
      if (this.wire !== GROUP_END) this.#skip(depth + 1)
      else if (this.field === group) return
      else malformed(`group ${group} ends as group ${this.field}`)
    }
    malformed(`group ${group} does not end`)
  }

  #step(length: number): void {
    if (length > this.end - this.at)
      malformed(`field ${this.field} is longer than what is left of its message`)
    this.at += length
  }

  #int64(): number {
    const start = this.at
    const value = this.#varint()
    if (value <= Number.MAX_SAFE_INTEGER) return value
    const exact = BigInt.asIntN(64, uint64At(this.bytes, start))
    const number = Number(exact)
    if (!Number.isSafeInteger(number))
      malformed(`field ${this.field} has the value ${exact}, which is no count, id or index`)
    return number
  }

  /** An unsigned varint, exact up to Number.MAX_SAFE_INTEGER; most have one byte or two. */
  #varint(): number {
    const start = this.at
    const first = this.bytes[start] ?? 0
    if (first < 0x80 && start < this.end) {
      this.at = start + 1
      return first
    }
    const second = this.bytes[start + 1] ?? 0
    if (second < 0x80 && start + 1 < this.end) {
      this.at = start + 2
      return (first & 0x7f) | (second << 7)
    }
    return this.#longVarint()
  }

  #longVarint(): number {
    let value = 0
    let scale = 1
    for (let length = 0; length < LONGEST_VARINT; length++) {
      if (this.at >= this.end) malformed('a number is cut')
      const byte = this.bytes[this.at++] ?? 0
      if (byte < 0x80) return value + byte * scale
      value += (byte & 0x7f) * scale
      scale *= 0x80
    }
    return malformed(`a number has more than ${LONGEST_VARINT} bytes`)
  }
}

/** The unsigned varint that begins at `at`, of any size. */
export function uint64At(bytes: Uint8Array, at: number): bigint {
  let value = 0n
  let shift = 0n
  for (let i = at; i < bytes.length && i < at + LONGEST_VARINT; i++) {
    const byte = bytes[i] ?? 0
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte < 0x80) break
  }
  return BigInt.asUintN(64, value)
}

function malformed(what: string): never {
  return refuse(
    'malformed-profile',
    `This is no well-formed profile.proto: ${what}. It was cut or changed on its way.`,
  )
}
