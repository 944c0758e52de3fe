import { createHash } from 'node:crypto'

/** Bytes of a name that is kept: a row of the table holds 24 frames and five other names of one stack, and so does a verdict. */
const NAME_BYTES = 1_000
/** Hex digits behind the mark: 64 bits, as many as of a signature. */
const DIGITS = 16
const MARK = '…#'

/**
 * A name of at most so many bytes. A longer one keeps its beginning, by which packages and aliases are known, and ends in
 * a hash of the whole, so that two names stay two.
 *
 * Example output: `main.F…#0123456789abcdef`
 */
export function shortName(name: string, most = NAME_BYTES): string {
  // No character takes more than three bytes per UTF-16 unit.
  if (name.length * 3 <= most) return name
  const bytes = Buffer.from(name)
  if (bytes.length <= most) return name
  const kept = most - Buffer.byteLength(MARK) - DIGITS
  // As a stream, so that a character that was cut is left out.
  const begin = new TextDecoder().decode(bytes.subarray(0, kept), { stream: true })
  return begin + MARK + createHash('sha256').update(bytes).digest('hex').slice(0, DIGITS)
}
