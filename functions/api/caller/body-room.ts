import type { Context, MiddlewareHandler } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiEnv } from '../api-deps.ts'

/** Seconds until a body that came before is read. */
const RETRY_AFTER = 1

/**
 * Lets bodies in as long as all that are under way have no more than `most` bytes, told before any of them is read. One
 * that comes alone always comes in: the route says how much it takes.
 *
 * @param unknown bytes that a body counts for if its sender does not say how many it has
 */
export function bodyRoom(most: number, unknown: number): MiddlewareHandler<ApiEnv> {
  let underWay = 0
  return async (c, next) => {
    const bytes = announced(c, unknown)
    const actual = underWay + bytes
    if (underWay > 0 && actual > most) {
      throw new Rejection(
        'overloaded',
        `With this body ${actual} bytes would be under way, the limit is ${most}: send it again in ${RETRY_AFTER} s.`,
        { limit: most, actual, retryAfter: RETRY_AFTER },
      )
    }
    underWay = actual
    try {
      await next()
    } finally {
      underWay -= bytes
    }
  }
}

function announced({ req }: Context, unknown: number): number {
  const length = req.header('content-length')
  if (length !== undefined) return Number(length)
  return req.method === 'GET' || req.method === 'HEAD' || req.raw.body === null ? 0 : unknown
}
