import type { MiddlewareHandler } from 'hono'
import { Rejection } from '#shared/api/reason.ts'

/**
 * Refuses what was asked for where its answer is larger than the way back: Lambda would give up without a word.
 *
 * @param limit bytes; undefined where answers may have any size
 */
export const answersWithin =
  (limit: number | undefined): MiddlewareHandler =>
  async (c, next) => {
    await next()
    if (limit === undefined || c.req.method !== 'GET') return
    const { byteLength } = await c.res.clone().arrayBuffer()
    if (byteLength <= limit) return
    throw new Rejection(
      'answer-too-large',
      `The answer has ${byteLength} bytes, the limit here is ${limit}. Ask for it compressed (curl --compressed), as .pb.gz, or for less of it: one process, a shorter time.`,
      { limit, actual: byteLength },
    )
  }
