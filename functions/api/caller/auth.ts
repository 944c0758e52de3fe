import { createMiddleware } from 'hono/factory'
import { LRUCache } from 'lru-cache'
import { allows, covers, isLive, type TokenRecord } from '#shared/access/grant.ts'
import { tokenHash } from '#shared/access/token.ts'
import { Rejection } from '#shared/api/reason.ts'
import { atMost } from '#shared/at-most.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import type { ApiEnv, Caller, Guard } from '../api-deps.ts'
import { pathToken } from './path-token.ts'
import { rateLimiter } from './rate-limit.ts'
import { cookieSecret, refuseForeignPage } from './session-cookie.ts'

interface AuthDeps {
  readonly tokens: TokenStore
  readonly now: () => number
  readonly requestsPerMinute: number
}

/** A revoked token works at most this long more; a known one costs no read meanwhile. */
const REMEMBER_MS = 30_000
const MOST_TOKENS = 10_000
/** A token that was tried before it was made works this much later. */
const REMEMBER_UNKNOWN_MS = 10_000

/**
 * Tells who calls, by a token in `Authorization: Bearer`, in the Basic password, in the cookie of a session or, to push,
 * in the path; and by nothing else: `X-Scope-OrgID` and its like are not read.
 */
export function authenticator({ tokens, now, requestsPerMinute }: AuthDeps): Guard {
  const spend = rateLimiter(requestsPerMinute, MOST_TOKENS, now)
  const known = new LRUCache<string, TokenRecord>({
    ...atMost(MOST_TOKENS),
    ttl: REMEMBER_MS,
    ttlResolution: 0,
    perf: { now },
    // Many calls at once ask the table once; what crowds an answer out of memory does not take it from who waits.
    ignoreFetchAbort: true,
    fetchMethod: (sha256) => tokens.find(sha256),
  })

  // Beside the known ones, which a flood of wrong ones must not crowd out.
  const unknown = new LRUCache<string, true>({
    ...atMost(MOST_TOKENS),
    ttl: REMEMBER_UNKNOWN_MS,
    ttlResolution: 0,
    perf: { now },
  })

  /** Only the hash is looked up: tokens that are wrong, unknown, expired or revoked all take the same way. */
  async function find(secret: string): Promise<TokenRecord | undefined> {
    const sha256 = tokenHash(secret)
    if (unknown.has(sha256)) return undefined
    try {
      const record = await known.fetch(sha256)
      if (record === undefined) unknown.set(sha256, true)
      return record !== undefined && isLive(record, now()) ? record : undefined
    } catch (cause) {
      throw new Rejection('index-unavailable', 'The token could not be looked up; send the request again.', {
        cause,
      })
    }
  }

  return (...scopes) =>
    createMiddleware<ApiEnv>(async (c, next) => {
      const inPath = pathToken(c.req.raw)
      const wanted = inPath === undefined ? scopes : scopes.filter((scope) => scope === 'push')
      if (wanted.length === 0) {
        throw new Rejection(
          'forbidden',
          `A token in the path can only push; this needs ${scopes.join(' or ')}.`,
        )
      }
      refuseForeignPage(c)
      const header = c.req.header('authorization')
      const secret = inPath ?? (header === undefined ? cookieSecret(c) : secretOf(header))
      const record = secret === undefined || secret === '' ? undefined : await find(secret)
      if (record === undefined) {
        throw new Rejection(
          'unauthenticated',
          'Send a valid token as "Authorization: Bearer TOKEN" or as Basic password.',
        )
      }
      spend(record.sha256)
      if (!wanted.some((scope) => allows(record, scope))) {
        throw new Rejection(
          'forbidden',
          `The token has the scope ${record.scopes.join(', ')}; this needs ${wanted.join(' or ')}.`,
        )
      }
      c.set('caller', callerOf(record))
      await next()
    })
}

function callerOf({ tenant, name, scopes, expiresAt, servicePrefix }: TokenRecord): Caller {
  const grant = { scopes, expiresAt, servicePrefix }
  return {
    tenant,
    name,
    grant,
    mayTouch: (service) => {
      if (!covers(grant, service))
        throw new Rejection('forbidden', `The token is for services that begin with ${servicePrefix}.`)
    },
  }
}

/** `Bearer x` and `Basic base64(anything:x)` both give x. */
export function secretOf(header: string | undefined): string | undefined {
  const [scheme = '', value] = header?.split(' ', 2) ?? []
  if (value === undefined || value === '' || value.length > 1_000) return undefined
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : pair.slice(colon + 1)
}
