import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { hideTokens } from '#shared/access/token.ts'
import { REASONS, type Reason, Rejection } from '#shared/api/reason.ts'
import { visibleText } from '#shared/reading/visible.ts'
import { logFailure } from '../../log.ts'

/** What a refusal looks like to the clients of some routes. */
export interface ErrorShape {
  readonly contentType: string | ((c: Context) => string)
  readonly headers?: Readonly<Record<string, string>>
  readonly status: (reason: Reason) => number
  /** Text goes out as it is, bytes too, for which the shape has called `shownText`; all else as JSON. */
  readonly body: (rejection: Rejection, c: Context) => unknown
}

/** Seconds after which a request refused for the moment is worth repeating, where the refusal does not say. */
const RETRY_AFTER = 5
/** The reason beside shapes that have no place for it, and beside successes that ignored what was sent. */
export const REASON_HEADER = 'x-tidemark-reason'

/** The one place where an error becomes an answer; the routes say in which shape. */
export const answerErrors =
  (shape: ErrorShape) =>
  (error: unknown, c: Context): Response => {
    const rejection = asRejection(error)
    const { reason, retryAfter = RETRY_AFTER } = rejection
    if (REASONS[reason].status >= 500)
      logFailure('a request failed', error, { reason, method: c.req.method, path: c.req.path })
    const status = shape.status(reason)
    const body = shape.body(rejection, c)
    const bytes =
      body instanceof Uint8Array
        ? new Uint8Array(body)
        : new TextEncoder().encode(shownText(typeof body === 'string' ? body : JSON.stringify(body)))
    return c.body(bytes, status as 400, {
      'content-type': typeof shape.contentType === 'string' ? shape.contentType : shape.contentType(c),
      // What is known to be short is not compressed.
      'content-length': String(bytes.length),
      [REASON_HEADER]: reason,
      ...shape.headers,
      ...(status === 401 ? { 'www-authenticate': challenge(c) } : {}),
      ...(status === 503 || status === 429 ? { 'retry-after': String(retryAfter) } : {}),
    })
  }

/** A text of an answer without tokens and unseen characters. Escapes are those of JSON, so that a string of it keeps its value. */
export const shownText = (text: string): string => visibleText(hideTokens(text))

/** Browsers would put up a dialog of their own, keep the password and send it for other sites as well. */
const challenge = (c: Context): string =>
  c.req.header('sec-fetch-mode') === undefined
    ? 'Bearer realm="tidemark", Basic realm="tidemark"'
    : 'Bearer realm="tidemark"'

/** problem+json (RFC 9457) with the reason as its type. */
export const problemOf = answerErrors({
  contentType: 'application/problem+json',
  status: (reason) => REASONS[reason].status,
  body: ({ reason, limit, actual, message }, c) => ({
    type: `${new URL(c.req.url).origin}/docs/errors#${reason}`,
    ...REASONS[reason],
    reason,
    detail: message,
    limit,
    actual,
    requestId: c.get('requestId'),
  }),
})

function asRejection(error: unknown): Rejection {
  if (error instanceof Rejection) return error
  if (error instanceof HTTPException)
    return new Rejection(REASON_OF_STATUS[error.status] ?? 'bad-parameter', error.message)
  return new Rejection('internal-error', 'Tidemark failed; the request id leads to the log.', {
    cause: error,
  })
}

const REASON_OF_STATUS: Readonly<Record<number, Reason>> = {
  404: 'unknown-path',
  405: 'method-not-allowed',
  413: 'body-too-large',
}
