/** Reads the argument words that a full stack dump prints behind a function (runtime/traceback.go, printArgs). */

/** One printed word. */
export interface ArgumentWord {
  /** Hexadecimal digits after `0x`, as printed. */
  readonly value: string
  /** No `?` behind it: the runtime is sure that the word was alive at the call. */
  readonly isExact: boolean
}

/** Words of one frame that are looked at; the runtime prints ten and `...`. */
const MOST_WORDS = 10

/**
 * Example input: `0xc0000b6078, {0x726a60?, 0x1}, 0x1, ...`
 * Example output: four words, the second one not exact
 *
 * An inlined call has no words (`...`), nor has a function that takes nothing.
 */
export function argumentWords(args: string): ArgumentWord[] {
  const words: ArgumentWord[] = []
  for (const [, value = '', mark] of args.matchAll(WORD)) {
    words.push({ value, isExact: mark === '' })
    if (words.length === MOST_WORDS) break
  }
  return words
}

const WORD = /0x([0-9a-f]{1,16})(\??)/g

/** Below this nothing is an address: the first pages are never mapped, and small integers are arguments too. */
const FIRST_ADDRESS = 0x10_000n

/** The value where it may be an address, undefined for flags, lengths and other small numbers. */
export function addressOf({ value }: ArgumentWord): bigint | undefined {
  const address = BigInt(`0x${value}`)
  // Addresses of user space have 47 bits on amd64 and 52 at most elsewhere: above stand floats and -1.
  return address >= FIRST_ADDRESS && address < 1n << 52n ? address : undefined
}
