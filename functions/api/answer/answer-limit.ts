import type { MiddlewareHandler } from 'hono'
import { Rejection } from '#shared/api/reason.ts'

/**
 * Refuses what was asked for where its answer is larger than the way back: Lambda would give up without a word.
 *
 * @param limit bytes as they go out; undefined where answers may have any size
 */
export const answersWithin =
  (limit: number | undefined): MiddlewareHandler =>
  async (c, next) => {
    await next()
    if (limit === undefined) return
    const { byteLength } = await c.res.clone().arrayBuffer()
    if (byteLength <= limit) return
    // No header of the answer holds for its refusal: not its encoding, nor how long it is good for.
    for (const name of [...c.res.headers.keys()]) if (name !== 'x-request-id') c.header(name, undefined)
    throw new Rejection(
      'answer-too-large',
      `The answer has ${byteLength} bytes, the limit here is ${limit}. Ask for less of it, one process or a shorter time, or let it come compressed (curl --compressed).`,
      { limit, actual: byteLength },
    )
  }
