import { createHash } from 'node:crypto'

/** Bytes of chance in a token: 256 bits cannot be guessed. */
export const TOKEN_BYTES = 32
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 > 2^256: so many digits hold 32 bytes. */
const DIGITS = 43

/**
 * `tdm_<tenant>_<43 base62 digits>`. The prefix lets a secret scanner find a leaked one.
 *
 * @param chance `TOKEN_BYTES` random bytes
 */
export function createToken(tenant: string, chance: Uint8Array): string {
  if (chance.length !== TOKEN_BYTES)
    throw new RangeError(`a token needs ${TOKEN_BYTES} random bytes, got ${chance.length}`)
  let left = BigInt(`0x${Buffer.from(chance).toString('hex')}`)
  let digits = ''
  for (let i = 0; i < DIGITS; i++) {
    digits = BASE62[Number(left % 62n)] + digits
    left /= 62n
  }
  return `tdm_${tenant}_${digits}`
}

/** What is kept of a token, and what it is looked up by. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
