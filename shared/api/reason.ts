import type { InputReason } from '#shared/input/input-refusal.ts'

/** Every way in which a request can be refused: error code, metric label and docs anchor are this word. */
export type Reason =
  | InputReason
  | 'bad-service-name'
  | 'bad-instance-name'
  | 'bad-label'
  | 'bad-time'
  | 'bad-parameter'
  | 'too-old'
  | 'too-new'
  | 'malformed-multipart'
  | 'malformed-protobuf'
  | 'incomplete-body'
  | 'answer-too-large'
  | 'unauthenticated'
  | 'forbidden'
  | 'unknown-service'
  | 'unknown-signature'
  | 'unknown-profile'
  | 'unknown-finding'
  | 'unknown-token'
  | 'unknown-upload'
  | 'unknown-report'
  | 'unknown-webhook'
  | 'unknown-path'
  | 'method-not-allowed'
  | 'conflict'
  | 'last-admin-token'
  | 'too-many-webhooks'
  | 'private-address'
  | 'precondition-required'
  | 'precondition-failed'
  | 'rate-limited'
  | 'misdirected'
  | 'overloaded'
  | 'unsupported-media-type'
  | 'unsupported-encoding'
  | 'index-unavailable'
  | 'storage-unavailable'
  | 'storage-full'
  | 'internal-error'

/** HTTP status and RFC 9457 `title` of each reason. */
export const REASONS: Readonly<Record<Reason, { readonly status: number; readonly title: string }>> = {
  'empty-body': { status: 400, title: 'The body is empty' },
  'unknown-format': { status: 415, title: 'The format of the body is unknown' },
  'not-a-goroutine-profile': { status: 422, title: 'The profile is not a goroutine profile' },
  'delta-profile': { status: 422, title: 'The profile is a delta profile' },
  'several-dumps': { status: 422, title: 'The body holds more than one dump' },
  'malformed-profile': { status: 422, title: 'The profile is broken' },
  'malformed-gzip': { status: 422, title: 'The gzip stream is broken' },
  'malformed-zstd': { status: 422, title: 'The zstd stream is broken' },
  'malformed-archive': { status: 422, title: 'The archive is malformed' },
  'inflated-too-large': { status: 413, title: 'The body is too large after decompression' },
  'too-many-samples': { status: 422, title: 'The profile has too many distinct stacks' },
  'too-many-frames': { status: 422, title: 'A stack has too many frames' },
  'too-slow': { status: 422, title: 'The input takes too much time or memory to read' },
  'too-many-sockets': { status: 422, title: 'The table has too many sockets' },
  'bad-service-name': { status: 400, title: 'The service name is missing or invalid' },
  'bad-instance-name': { status: 400, title: 'The instance name is missing or invalid' },
  'bad-label': { status: 400, title: 'A label is invalid' },
  'bad-time': { status: 400, title: 'A time is invalid' },
  'bad-parameter': { status: 400, title: 'A parameter is invalid' },
  'too-old': { status: 422, title: 'The profile or table is too old' },
  'too-new': { status: 422, title: 'The profile or table is from the future' },
  'malformed-multipart': { status: 400, title: 'The multipart body is broken' },
  'malformed-protobuf': { status: 400, title: 'The protobuf message is broken' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'incomplete-body': { status: 400, title: 'The body is incomplete' },
  'answer-too-large': { status: 422, title: 'The answer is too large' },
  unauthenticated: { status: 401, title: 'A valid token is required' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'unknown-service': { status: 404, title: 'No such service' },
  'unknown-signature': { status: 404, title: 'No such signature' },
  'unknown-profile': { status: 404, title: 'No such profile' },
  'unknown-finding': { status: 404, title: 'No such finding' },
  'unknown-token': { status: 404, title: 'No such token' },
  'unknown-upload': { status: 404, title: 'No such upload' },
  'unknown-report': { status: 404, title: 'No such report' },
  'unknown-webhook': { status: 404, title: 'No such webhook' },
  'unknown-path': { status: 404, title: 'No such path' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed for this path' },
  conflict: { status: 409, title: 'Another run of the judge holds the service' },
  'last-admin-token': { status: 409, title: 'This is the last token that can create tokens' },
  'too-many-webhooks': { status: 409, title: 'There are too many webhooks' },
  'private-address': { status: 422, title: 'The address is not on the public Internet' },
  'precondition-required': { status: 428, title: 'If-Match is required' },
  'precondition-failed': { status: 412, title: 'The resource has changed since it was read' },
  misdirected: { status: 421, title: 'The request is for another host' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'Too much is under way' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'unsupported-encoding': { status: 415, title: 'The content encoding is not supported' },
  'index-unavailable': { status: 503, title: 'The index does not respond' },
  'storage-unavailable': { status: 503, title: 'The storage does not respond' },
  'storage-full': { status: 503, title: 'The storage is full' },
  'internal-error': { status: 500, title: 'Internal error' },
}

/** A limit that was passed, beside the value that passed it. */
export interface Passed {
  readonly limit?: number | string | undefined
  readonly actual?: number | string | undefined
}

/** A refused request. Thrown anywhere, made into an answer in one place (functions/api/answer/problem.ts). */
export class Rejection extends Error {
  readonly reason: Reason
  readonly limit: number | string | undefined
  readonly actual: number | string | undefined
  /** Seconds after which the same request is worth repeating, where they are known. */
  readonly retryAfter: number | undefined

  /** @param detail one sentence: the limit, the actual value and what to do */
  constructor(
    reason: Reason,
    detail: string,
    {
      limit,
      actual,
      retryAfter,
      cause,
    }: Passed & { readonly retryAfter?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(detail, cause === undefined ? {} : { cause })
    this.name = 'Rejection'
    this.reason = reason
    this.limit = limit
    this.actual = actual
    this.retryAfter = retryAfter
  }
}

/** A `Rejection` as data, such as what comes from another thread: there it is none any more. */
export type Refusal = Pick<Rejection, 'reason' | 'message' | 'limit' | 'actual' | 'retryAfter'>

export const refusalOf = ({ reason, message, limit, actual, retryAfter }: Rejection): Refusal => ({
  reason,
  message,
  limit,
  actual,
  retryAfter,
})

export const rejectionOf = (refusal: Refusal): Rejection =>
  new Rejection(refusal.reason, refusal.message, refusal)
