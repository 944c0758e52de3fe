/** What the answer to a push means: the word of Tidemark, or of something between. */

import * as v from 'valibot'
import { REASONS, type Reason } from '#shared/api/reason.ts'

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A push that was taken, as it is answered. */
export const Taken = v.object({
  decision: v.picklist(['stored', 'duplicate', 'coalesced']),
  next: v.optional(
    v.object({
      afterSeconds: v.pipe(v.number(), v.finite()),
      want: v.array(v.string()),
      heldAfterSeconds: v.optional(v.pipe(v.number(), v.finite())),
      holdSeconds: v.optional(v.pipe(v.number(), v.finite())),
      restHoldSeconds: v.optional(v.pipe(v.number(), v.finite())),
    }),
  ),
})
const Refused = v.object({ reason: v.pipe(v.string(), v.regex(/^[a-z-]{1,60}$/)) })

export type Next = NonNullable<v.InferOutput<typeof Taken>['next']>

/** Taken for good, refused for good, or to be tried again. */
export type Answer = Settled | Later
export type Settled =
  | ({ readonly is: 'taken' } & v.InferOutput<typeof Taken>)
  | { readonly is: 'refused'; readonly why: string }

/** A push that is to be tried again. */
export interface Later {
  readonly is: 'later'
  /** What keeps it from the server; `not delivered` is an answer that Tidemark gives to no push. */
  readonly trouble: 'server away' | 'token refused' | 'not delivered'
  readonly why: string
  readonly afterSeconds: number
  /** What a person has to do first. */
  readonly todo?: string
}

/** Statuses below 500 that say nothing against the push itself (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4). */
const PASSING = [408, 425, 429]
/** Statuses of reasons that lie in the push: it is refused whenever it is sent. */
const FOR_GOOD = [400, 413, 415, 422]
/** What mends a token that is refused (RFC 9110 15.5.2, 15.5.4). */
const TOKEN: Readonly<Partial<Record<Reason, string>>> = {
  unauthenticated: 'start the agent again with a token that is not revoked or expired',
  forbidden: 'start the agent again with a token of the scope push for all its services',
}
/** A server cannot silence an agent for longer than this, in seconds; a refused token is tried again after as long. */
const MOST_PAUSE = 600

/** A push is given up only where Tidemark itself says that it lies in the push. */
export function answerOf(reply: Reply): Answer {
  const { status, headers, text } = reply
  const json = jsonOf(text)
  const taken = v.safeParse(Taken, json)
  if (status >= 200 && status < 300 && taken.success) return { is: 'taken', ...taken.output }
  const reason = reasonOf(reply, json)
  const why = `answered ${status}${reason === undefined ? '' : ` (${reason})`}`
  if (reason !== undefined && TOKEN[reason] !== undefined)
    return { is: 'later', trouble: 'token refused', why, afterSeconds: MOST_PAUSE, todo: TOKEN[reason] }
  if (reason !== undefined && FOR_GOOD.includes(status) && reason !== 'incomplete-body')
    return { is: 'refused', why }
  if (status >= 500 || PASSING.includes(status))
    return { is: 'later', trouble: 'server away', why, afterSeconds: pauseOf(headers.get('retry-after')) }
  return {
    is: 'later',
    trouble: 'not delivered',
    why: reason === undefined ? between(reply) : why,
    afterSeconds: 0,
    todo: TODO[status] ?? (status >= 300 && status < 400 ? REDIRECTED : 'is the URL right?'),
  }
}

/** A push in a batch of which others were taken. @param reason as the server names it */
export const refusedAs = (reason: string): Answer => {
  const why = `refused (${/^[a-z-]{1,60}$/.test(reason) ? reason : 'no reason'})`
  const todo = reason === 'forbidden' ? TOKEN.forbidden : undefined
  if (todo === undefined) return { is: 'refused', why }
  return { is: 'later', trouble: 'token refused', why, afterSeconds: MOST_PAUSE, todo }
}

/** No answer at all. @param why in a word or a few */
export const noAnswer = (why: string): Later => ({
  is: 'later',
  trouble: 'server away',
  why,
  afterSeconds: 0,
})

/** The reason of a refusal by Tidemark, with the status that belongs to it; undefined for whatever else answers. */
function reasonOf({ status, headers }: Reply, json: unknown): Reason | undefined {
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return undefined
  const refused = v.safeParse(Refused, json)
  if (!refused.success || !Object.hasOwn(REASONS, refused.output.reason)) return undefined
  const reason = refused.output.reason as Reason
  return REASONS[reason].status === status ? reason : undefined
}

const REDIRECTED = 'does it lead to Tidemark? then name that address with --url'
const LOGIN = 'it wants a login of its own: let the agent pass it, or name another address with --url'
const TODO: Readonly<Record<number, string>> = {
  401: LOGIN,
  403: LOGIN,
  407: LOGIN,
  413: 'let it pass bodies of 64 MB, such as by client_max_body_size of nginx',
}

/** What something between is, as far as it says: `something between answers 404 with HTML (nginx/1.25.3)`. */
function between({ status, headers, text }: Reply): string {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(headers.get('content-type') ?? '')?.[0]
  const body = type === 'text/html' ? 'HTML' : (type ?? (text === '' ? 'no body' : 'a body of no type'))
  const location = headers.get('location') ?? ''
  const to = URL.canParse(location) ? ` to ${new URL(location).origin}` : ''
  const server = /^[\w./ ()+-]{1,60}$/.exec(headers.get('server') ?? '')?.[0]
  return `something between answers ${status}${to} with ${body}${server === undefined ? '' : ` (${server})`}`
}

/** Seconds that a `Retry-After` asks for; dates, which neither Tidemark nor Kubernetes sends, count as none. */
export function pauseOf(retryAfter: string | null | undefined): number {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Math.min(MOST_PAUSE, Number(retryAfter)) : 0
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
