import { createHash } from 'node:crypto'

/** Bytes of a name that is kept: a row of the table holds 24 frames and five other names of one stack, and so does a verdict. */
const NAME_BYTES = 1_000
/** Hex digits behind the mark: 64 bits, as many as of a signature. */
const DIGITS = 16
const MARK = '…#'
const KEPT = NAME_BYTES - Buffer.byteLength(MARK) - DIGITS

/**
 * A name of at most `NAME_BYTES`. A longer one keeps its beginning, by which packages and aliases are known, and ends in
 * a hash of the whole, so that two names stay two.
 *
 * Example output: `main.F…#0123456789abcdef`
 */
export function shortName(name: string): string {
  // No character takes more than three bytes per UTF-16 unit.
  if (name.length * 3 <= NAME_BYTES) return name
  const bytes = Buffer.from(name)
  if (bytes.length <= NAME_BYTES) return name
  // As a stream, so that a character that was cut is left out.
  const begin = new TextDecoder().decode(bytes.subarray(0, KEPT), { stream: true })
  return begin + MARK + createHash('sha256').update(bytes).digest('hex').slice(0, DIGITS)
}
