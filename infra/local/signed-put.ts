import { createHmac, timingSafeEqual } from 'node:crypto'
import { type PresignedPut, type PutTarget, putHeaders } from '#shared/store/profile-store.ts'

/** Path of the API's own port below which uploads are put. */
export const PUTS = '/uploads/'

/** A PUT as it was announced. */
export type SignedTarget = Pick<PutTarget, 'key' | 'bytes' | 'contentType'>

/** Lets whoever holds the URL put this one object. The URL has no origin: it is that of the API. */
export function signedPut(secret: Uint8Array, target: PutTarget, now: number): PresignedPut {
  const expires = Math.floor(now / 1000) + target.expiresIn
  const query = new URLSearchParams({
    bytes: String(target.bytes),
    expires: String(expires),
    signature: signatureOf(secret, target, expires),
  })
  return { url: `/${target.key}?${query}`, headers: putHeaders(target) }
}

/** Whether this is a PUT that was signed, with exactly these bytes and this type, and in time. @param expires epoch seconds */
export function isSigned(
  secret: Uint8Array,
  target: SignedTarget,
  expires: number,
  signature: string,
  now: number,
): boolean {
  const [wanted, given] = [signatureOf(secret, target, expires), signature].map((text) => Buffer.from(text))
  return (
    now <= expires * 1000 &&
    wanted !== undefined &&
    given !== undefined &&
    wanted.length === given.length &&
    timingSafeEqual(wanted, given)
  )
}

const signatureOf = (
  secret: Uint8Array,
  { key, bytes, contentType }: SignedTarget,
  expires: number,
): string =>
  createHmac('sha256', secret).update(`${key}\n${bytes}\n${contentType}\n${expires}`).digest('base64url')
