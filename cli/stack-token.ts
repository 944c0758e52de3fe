import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { admitToken, type Grant } from '#shared/access/grant.ts'
import { createToken, TOKEN_BYTES, tokenHash, tokenId } from '#shared/access/token.ts'
import { Rejection } from '#shared/api/reason.ts'
import { NewToken } from '#shared/api/token-schema.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import { Failure, UsageError } from './command.ts'

/** A tenant stands in keys of rows and objects: no `#`, no `/`. */
const TENANT = /^[a-z0-9][a-z0-9-]{0,38}$/
const DAY = 86_400_000
/** Whoever may write the table may do everything. */
const ALL: Grant = { scopes: ['admin'], expiresAt: undefined, servicePrefix: undefined }

export interface MadeToken {
  readonly id: string
  readonly token: string
}

/**
 * Writes a token into the table itself, as the API would: the way to the first one of a tenant.
 *
 * @param wanted what `POST /v1/tokens` takes
 * @throws UsageError for a tenant that cannot be called so @throws Failure for what the API would refuse
 */
export async function makeToken(
  tokens: TokenStore,
  tenant: string,
  wanted: Readonly<Record<string, unknown>>,
  now: number,
): Promise<MadeToken> {
  if (!TENANT.test(tenant))
    throw new UsageError(`--tenant must be 1 to 39 of a-z 0-9 and -, got ${tenant === '' ? 'none' : tenant}`)
  const parsed = v.safeParse(NewToken, JSON.parse(JSON.stringify(wanted)))
  if (!parsed.success) throw new Failure(`the token was refused: ${parsed.issues[0].message}`)
  const { name, scopes, servicePrefix, expiresInDays, expiresAt: end } = parsed.output
  const until = expiresInDays === undefined ? end : now + expiresInDays * DAY
  // The table keeps ends in whole seconds.
  const expiresAt = until === undefined ? undefined : Math.floor(until / 1000) * 1000
  const grant = { scopes, servicePrefix, expiresAt }
  try {
    admitToken({ name, ...grant }, ALL, now)
  } catch (error) {
    throw error instanceof Rejection ? new Failure(`the token was refused: ${error.message}`) : error
  }
  const token = createToken(tenant, randomBytes(TOKEN_BYTES))
  const sha256 = tokenHash(token)
  await tokens.put({ sha256, tenant, name, ...grant, createdAt: now })
  return { id: tokenId(sha256), token }
}
