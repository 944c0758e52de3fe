/** Makes one push and says what became of it. */

import * as v from 'valibot'
import type { Server } from '../server.ts'
import { boundedBody } from './bounded-body.ts'
import { failureOf } from './failure.ts'
import type { PushItem } from './push-item.ts'

const Taken = v.object({
  decision: v.picklist(['stored', 'duplicate', 'coalesced']),
  next: v.optional(v.object({ afterSeconds: v.pipe(v.number(), v.finite()), want: v.array(v.string()) })),
})
const Refused = v.object({ reason: v.pipe(v.string(), v.regex(/^[a-z-]{1,60}$/)) })

export type Next = NonNullable<v.InferOutput<typeof Taken>['next']>

/** Taken for good, refused for good, or to be tried again. */
export type Answer =
  | ({ readonly is: 'taken' } & v.InferOutput<typeof Taken>)
  | { readonly is: 'refused'; readonly why: string }
  | {
      readonly is: 'later'
      readonly why: string
      readonly afterSeconds: number
      /** What a person has to do first. */
      readonly todo?: string
    }

/** Statuses below 500 that say nothing against the push itself (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4). */
const PASSING = [408, 425, 429]
/** Statuses that say nothing against the push and all against the token (RFC 9110 15.5.2, 15.5.4): what mends it. */
const TODO: Readonly<Record<number, string>> = {
  401: 'start the agent again with a token that is not revoked or expired; pushes wait in the spool',
  403: 'start the agent again with a token of the scope push for all its services; pushes wait in the spool',
}
const ANSWER_LIMIT = 1024 * 1024
const TIMEOUT = 30_000
/** A server cannot silence an agent for longer than this, in seconds; a refused token is tried again after as long. */
const MOST_PAUSE = 600

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
    const json = jsonOf(Buffer.from(await boundedBody(response, ANSWER_LIMIT)).toString('utf8'))
    return answerOf(response.status, response.headers.get('retry-after'), json)
  } catch (error) {
    return { is: 'later', why: failureOf(error), afterSeconds: 0 }
  }
}

/** What an answer means. */
export function answerOf(status: number, retryAfter: string | null, json: unknown): Answer {
  const taken = v.safeParse(Taken, json)
  if (status >= 200 && status < 300) {
    if (taken.success) return { is: 'taken', ...taken.output }
    return { is: 'later', why: `answered ${status}, but not as Tidemark does`, afterSeconds: 0 }
  }
  const refused = v.safeParse(Refused, json)
  const why = `answered ${status}${refused.success ? ` (${refused.output.reason})` : ''}`
  const todo = TODO[status]
  if (todo !== undefined) return { is: 'later', why, afterSeconds: MOST_PAUSE, todo }
  if (status < 500 && !PASSING.includes(status)) return { is: 'refused', why }
  return { is: 'later', why, afterSeconds: pauseOf(retryAfter) }
}

/** Seconds; dates, which Tidemark does not send, count as none. */
function pauseOf(retryAfter: string | null): number {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Math.min(MOST_PAUSE, Number(retryAfter)) : 0
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
