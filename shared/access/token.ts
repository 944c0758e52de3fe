import { createHash } from 'node:crypto'

/** Bytes of chance in a token: 256 bits cannot be guessed. */
export const TOKEN_BYTES = 32
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 > 2^256: so many digits hold 32 bytes. */
const DIGITS = 43
/** 64 bits: enough to tell the tokens of a tenant apart. */
const ID_DIGITS = 16

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
export const tokenHash = (token: string): string => sha256(token)

/** What a token is called where it is listed and revoked: 16 hex digits that give away neither it nor its hash. */
export const tokenId = (hash: string): string => sha256(`id\n${hash}`).slice(0, ID_DIGITS)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const TOKEN = /tdm_[\w.-]{20,}/g

/** A text for a log or an answer, with every token in it as `tdm_…`. */
export const hideTokens = (text: string): string => text.replace(TOKEN, 'tdm_…')
