/** Makes one push and says what became of it. */

import type { Server } from '../server.ts'
import { type Answer, answerOf, noAnswer } from './answer.ts'
import { boundedBody } from './bounded-body.ts'
import { failureOf } from './failure.ts'
import type { PushItem } from './push-item.ts'

/** Bytes. */
const ANSWER_LIMIT = 1024 * 1024
/** Milliseconds. */
const TIMEOUT = 30_000

/** @param signal cuts the push short; whether the server took it is not known then */
export async function send(
  { url, token }: Server,
  { path, body }: PushItem,
  signal: AbortSignal,
  fetcher: typeof fetch,
): Promise<Answer> {
  try {
    const response = await fetcher(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    })
    const text = Buffer.from(await boundedBody(response, ANSWER_LIMIT)).toString('utf8')
    return answerOf({ status: response.status, headers: response.headers, text })
  } catch (error) {
    return noAnswer(failureOf(error))
  }
}
