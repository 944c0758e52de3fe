import { DAY, SECOND } from '#shared/time.ts'
import { admitToken, type Grant, type TokenRecord } from './grant.ts'
import { createToken, tokenHash } from './token.ts'

/** What is asked of a new token; without an end it lasts until it is revoked. */
export interface WantedToken extends Pick<TokenRecord, 'name' | 'scopes'> {
  readonly servicePrefix?: string | undefined
  /** Milliseconds since the epoch; not beside `expiresInDays`. */
  readonly expiresAt?: number | undefined
  readonly expiresInDays?: number | undefined
}

/** Whoever may write the table may do everything. */
export const EVERYTHING: Grant = { scopes: ['admin'], expiresAt: undefined, servicePrefix: undefined }

/**
 * A new token, and what is to be kept of it.
 *
 * @param maker whose token asks for it
 * @param chance `TOKEN_BYTES` random bytes
 * @throws Rejection for what `admitToken` does not admit
 */
export function mint(
  tenant: string,
  wanted: WantedToken,
  maker: Grant,
  chance: Uint8Array,
  now: number,
): { readonly record: TokenRecord; readonly token: string } {
  const { name, scopes, servicePrefix } = wanted
  const grant = { scopes, servicePrefix, expiresAt: endOf(wanted, now) }
  admitToken({ name, ...grant }, maker, now)
  const token = createToken(tenant, chance)
  return { record: { sha256: tokenHash(token), tenant, name, ...grant, createdAt: now }, token }
}

/** The table keeps ends in whole seconds. */
function endOf({ expiresInDays, expiresAt }: WantedToken, now: number): number | undefined {
  const end = expiresInDays === undefined ? expiresAt : now + expiresInDays * DAY
  return end === undefined ? undefined : Math.floor(end / SECOND) * SECOND
}
