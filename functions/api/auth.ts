import { createMiddleware } from 'hono/factory'
import { LRUCache } from 'lru-cache'
import { tokenHash } from '#shared/access/token.ts'
import { Rejection } from '#shared/api/reason.ts'
import type { Scope, TokenRecord, TokenStore } from '#shared/store/token-store.ts'

/** What every route knows of the caller. */
export interface Caller {
  readonly tenant: string
  /** @throws Rejection `forbidden` where the token is for other services */
  readonly mayTouch: (service: string) => void
}

export interface ApiEnv {
  readonly Variables: { caller: Caller; requestId: string }
}

/** A revoked token works at most this long more; a known one costs no read meanwhile. */
const REMEMBER_MS = 30_000
const MOST_TOKENS = 10_000

/** Tells who calls, from `Authorization: Bearer` or the Basic password, and nothing else. */
export function authenticator(tokens: TokenStore, now: () => number) {
  const known = new LRUCache<string, TokenRecord>({ max: MOST_TOKENS, ttl: REMEMBER_MS })

  async function find(secret: string): Promise<TokenRecord | undefined> {
    // Only the hash is looked up and compared: wrong and unknown tokens take the same way.
    const sha256 = tokenHash(secret)
    const record = known.get(sha256) ?? (await tokens.find(sha256))
    if (record !== undefined) known.set(sha256, record)
    return record !== undefined && (record.expiresAt ?? Number.POSITIVE_INFINITY) > now() ? record : undefined
  }

  return (scope: Scope) =>
    createMiddleware<ApiEnv>(async (c, next) => {
      const secret = secretOf(c.req.header('authorization'))
      const record = secret === undefined ? undefined : await find(secret)
      if (record === undefined) {
        throw new Rejection(
          'unauthenticated',
          'Send a valid token as "Authorization: Bearer TOKEN" or as Basic password.',
        )
      }
      if (!record.scopes.includes(scope) && !record.scopes.includes('admin')) {
        throw new Rejection(
          'forbidden',
          `The token has the scope ${record.scopes.join(', ')}; this needs ${scope}.`,
        )
      }
      c.set('caller', callerOf(record))
      await next()
    })
}

function callerOf({ tenant, servicePrefix }: TokenRecord): Caller {
  return {
    tenant,
    mayTouch: (service) => {
      if (servicePrefix !== undefined && !service.startsWith(servicePrefix)) {
        throw new Rejection('forbidden', `The token is for services that begin with ${servicePrefix}.`)
      }
    },
  }
}

/** `Bearer x` and `Basic base64(anything:x)` both give x. */
function secretOf(header: string | undefined): string | undefined {
  const [scheme = '', value] = header?.split(' ', 2) ?? []
  if (value === undefined || value === '' || value.length > 1_000) return undefined
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : pair.slice(colon + 1)
}
