import type { MiddlewareHandler } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiEnv } from '../api-deps.ts'

/** Seconds until a body that came before is read. */
const RETRY_AFTER = 1

/**
 * Lets bodies in as long as all that are under way have no more than `most` bytes. A body whose sender says how many it has is
 * told before any of it is read; any other takes its room as it comes. What a route inflates itself takes room beside it. One that comes alone always comes in: the route
 * says how much it takes.
 */
export function bodyRoom(most: number): MiddlewareHandler<ApiEnv> {
  let underWay = 0
  return async (c, next) => {
    let held = 0
    const take = (bytes: number): void => {
      const actual = underWay + bytes
      if (underWay > held && actual > most) {
        throw new Rejection(
          'overloaded',
          `With this body ${actual} bytes would be under way, the limit is ${most}: send it again in ${RETRY_AFTER} s.`,
          { limit: most, actual, retryAfter: RETRY_AFTER },
        )
      }
      underWay = actual
      held += bytes
    }
    const announced = c.req.header('content-length')
    c.set('holdRoom', take)
    if (announced === undefined) c.set('takeRoom', take)
    else take(Number(announced))
    try {
      await next()
    } finally {
      underWay -= held
    }
  }
}
