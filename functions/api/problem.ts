import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { REASONS, type Reason, Rejection } from '#shared/api/reason.ts'

/** Seconds after which a request refused for the moment is worth repeating. */
const RETRY_AFTER = '5'

/** The one place where an error becomes an answer: problem+json (RFC 9457) with the reason as its type. */
export function problemOf(error: unknown, c: Context): Response {
  const rejection = asRejection(error)
  const { reason, limit, actual } = rejection
  const { status, title } = REASONS[reason]
  if (status >= 500) logFailure(error, c)
  const body = {
    type: `${new URL(c.req.url).origin}/docs/errors#${reason}`,
    title,
    status,
    reason,
    detail: rejection.message,
    limit,
    actual,
    requestId: c.get('requestId'),
  }
  return c.body(JSON.stringify(body), status as 400, {
    'content-type': 'application/problem+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="tidemark", Basic realm="tidemark"' } : {}),
    ...(status === 503 || status === 429 ? { 'retry-after': RETRY_AFTER } : {}),
  })
}

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

/** One JSON line. Neither body nor query nor header is in it: they may hold secrets. */
function logFailure(error: unknown, c: Context): void {
  const { message, stack, cause } =
    error instanceof Error ? error : { message: String(error), stack: undefined, cause: undefined }
  const line = {
    level: 'error',
    requestId: c.get('requestId'),
    method: c.req.method,
    path: c.req.path,
    message,
    cause: String(cause ?? ''),
    stack,
  }
  console.error(JSON.stringify(line))
}
