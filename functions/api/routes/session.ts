import { type Context, Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { Rejection } from '#shared/api/reason.ts'
import { isoOrNull } from '#shared/time.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { secretOf } from '../caller/auth.ts'
import { sessionCookie } from '../caller/session-cookie.ts'

/** Seconds that a browser keeps a session, unless its token ends earlier. */
const LONGEST = 30 * 86_400

/**
 * `/session`: a browser logs in with a token and is given it back as a cookie that no script can read and that no other
 * site can send. Whoever revokes the token ends its sessions.
 */
export function sessionRoutes({ now }: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('read'), (c) => {
      const secret = secretOf(c.req.header('authorization'))
      if (secret === undefined)
        throw new Rejection(
          'unauthenticated',
          'Send the token to log in with as "Authorization: Bearer TOKEN".',
        )
      const { expiresAt = Number.POSITIVE_INFINITY } = c.get('caller').grant
      const maxAge = Math.floor(Math.min(LONGEST, (expiresAt - now()) / 1000))
      setCookie(c, sessionCookie(c), secret, { ...attributes(c), maxAge })
      return c.json(sessionJson(c), 201, UNKEPT)
    })
    .get('/', guard('read'), (c) => c.json(sessionJson(c), 200, UNKEPT))
    .delete('/', (c) => {
      deleteCookie(c, sessionCookie(c), attributes(c))
      return c.body(null, 204)
    })
}

const UNKEPT = { 'cache-control': 'no-store' }

/** A proxy with TLS in front says so; without TLS, on one's own machine, browsers would drop a cookie that asks for it. */
const attributes = (c: Context) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https',
  }) as const

function sessionJson(c: Context<ApiEnv>) {
  const { name, grant } = c.get('caller')
  return {
    name,
    scopes: grant.scopes,
    servicePrefix: grant.servicePrefix ?? null,
    expiresAt: isoOrNull(grant.expiresAt),
  }
}
