import { createMiddleware } from 'hono/factory'
import { allows, covers, type TokenRecord } from '#shared/access/grant.ts'
import { tokenHash } from '#shared/access/token.ts'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiEnv, Caller, Guard } from '../api-deps.ts'
import { type KnownTokensDeps, knownTokens, MOST_TOKENS } from './known-tokens.ts'
import { pathToken } from './path-token.ts'
import { rateLimiter } from './rate-limit.ts'
import { cookieSecret, refuseForeignPage } from './session-cookie.ts'

interface AuthDeps extends KnownTokensDeps {
  readonly requestsPerMinute: number
}

/** Where Datadog's clients and agents put their key. */
const DATADOG_KEY = 'dd-api-key'

/**
 * Tells who calls, by a token in `Authorization: Bearer`, in the Basic password, in the cookie of a session or, to push,
 * in the path or in `DD-API-KEY`; and by nothing else: `X-Scope-OrgID` and its like are not read.
 */
export function authenticator(deps: AuthDeps): Guard {
  const spend = rateLimiter(deps.requestsPerMinute, MOST_TOKENS, deps.now)
  const known = knownTokens(deps)

  return (...scopes) =>
    createMiddleware<ApiEnv>(async (c, next) => {
      const header = c.req.header('authorization')
      const toPush = pathToken(c.req.raw) ?? (header === undefined ? c.req.header(DATADOG_KEY) : undefined)
      const wanted = toPush === undefined ? scopes : scopes.filter((scope) => scope === 'push')
      if (wanted.length === 0) {
        throw new Rejection(
          'forbidden',
          `A token in the path or in DD-API-KEY can only push; this needs ${scopes.join(' or ')}.`,
        )
      }
      refuseForeignPage(c)
      const secret = toPush ?? (header === undefined ? cookieSecret(c) : secretOf(header))
      const record =
        secret === undefined || secret === ''
          ? undefined
          : await known.find(tokenHash(secret), wanted.includes('push'))
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
