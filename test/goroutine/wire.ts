/** Writes the wire format of Protocol Buffers by hand: what an encoder would not write can be written too. */

/** A varint of 64 bits; negative numbers take ten bytes. */
export function varint(value: number | bigint): number[] {
  const bytes: number[] = []
  let left = BigInt.asUintN(64, BigInt(value))
  while (left >= 0x80n) {
    bytes.push(Number(left & 0x7fn) | 0x80)
    left >>= 7n
  }
  return [...bytes, Number(left)]
}

/** A field with a number. */
export function int(field: number, value: number | bigint): number[] {
  return [...varint(field * 8), ...varint(value)]
}

/** A field with a length: text, message or packed numbers. */
export function bytes(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content]
}

export function text(field: number, content: string): number[] {
  return bytes(field, [...Buffer.from(content)])
}

/** A group, which nobody writes any more and every reader must step over. */
export function group(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 3), ...content, ...varint(field * 8 + 4)]
}
