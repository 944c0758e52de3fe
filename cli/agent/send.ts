/** Makes one push and says what became of it. */

import type { Server } from '../server.ts'
import { type Answer, answerOf, jsonOf, noAnswer } from './answer.ts'
import { boundedBody } from './bounded-body.ts'
import { failureOf } from './failure.ts'
import type { PushItem } from './push-item.ts'

/** Bytes. */
const ANSWER_LIMIT = 1024 * 1024
/** Milliseconds. */
const TIMEOUT = 30_000

/** What a push was answered, and the answer itself; status 0: there was none. */
export interface SendAnswer {
  readonly answer: Answer
  readonly status: number
  readonly json: unknown
}

/** @param signal cuts the push short; whether the server took it is not known then */
export async function send(
  { url, token }: Server,
  { path, body }: PushItem,
  signal: AbortSignal,
  fetcher: typeof fetch,
): Promise<SendAnswer> {
  try {
    const response = await fetcher(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    })
    const text = Buffer.from(await boundedBody(response, ANSWER_LIMIT)).toString('utf8')
    const { status, headers } = response
    return { answer: answerOf({ status, headers, text }), status, json: jsonOf(text) }
  } catch (error) {
    return { answer: noAnswer(failureOf(error)), status: 0, json: undefined }
  }
}
