import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { EVERYTHING, mint, type WantedToken } from '#shared/access/mint.ts'
import { TOKEN_BYTES, tokenId } from '#shared/access/token.ts'
import { Rejection } from '#shared/api/reason.ts'
import { NewToken } from '#shared/api/token-schema.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import { Failure, UsageError } from './command.ts'

/** A tenant stands in keys of rows and objects: no `#`, no `/`. */
const TENANT = /^[a-z0-9][a-z0-9-]{0,38}$/

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
  const { record, token } = minted(tenant, parsed.output, now)
  await tokens.put(record)
  return { id: tokenId(record.sha256), token }
}

function minted(tenant: string, wanted: WantedToken, now: number): ReturnType<typeof mint> {
  try {
    return mint(tenant, wanted, EVERYTHING, randomBytes(TOKEN_BYTES), now)
  } catch (error) {
    throw error instanceof Rejection ? new Failure(`the token was refused: ${error.message}`) : error
  }
}
