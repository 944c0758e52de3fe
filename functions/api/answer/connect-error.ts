import { REASONS, type Reason } from '#shared/api/reason.ts'
import type { ErrorShape } from './problem.ts'

/** Codes of the Connect protocol that are answered, with their statuses (connectrpc.com/docs/protocol, "Error codes"). */
const STATUS = {
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  resource_exhausted: 429,
  internal: 500,
  unimplemented: 501,
  unavailable: 503,
} as const

type Code = keyof typeof STATUS

/**
 * What is not listed is `invalid_argument`: Alloy repeats a request up to ten times after `unknown`, `internal`,
 * `unavailable` and `resource_exhausted`, so that a body which stays too large must not be one of these.
 */
const CODE: Readonly<Partial<Record<Reason, Code>>> = {
  unauthenticated: 'unauthenticated',
  forbidden: 'permission_denied',
  'unknown-path': 'unimplemented',
  'method-not-allowed': 'unimplemented',
  'unsupported-media-type': 'unimplemented',
  'unsupported-encoding': 'unimplemented',
  'rate-limited': 'resource_exhausted',
  overloaded: 'unavailable',
  'index-unavailable': 'unavailable',
  'storage-unavailable': 'unavailable',
  'storage-full': 'unavailable',
  'internal-error': 'internal',
}

/** Path, method and content type are refused as HTTP does, before there is a call. */
const BEFORE_THE_CALL: ReadonlySet<Reason> = new Set([
  'unknown-path',
  'method-not-allowed',
  'unsupported-media-type',
])

const codeOf = (reason: Reason): Code => CODE[reason] ?? 'invalid_argument'

/** An error of Connect unary: JSON, whatever the codec of the request. */
export const connectError: ErrorShape = {
  contentType: 'application/json',
  status: (reason) => (BEFORE_THE_CALL.has(reason) ? REASONS[reason].status : STATUS[codeOf(reason)]),
  body: ({ reason, message }) => ({ code: codeOf(reason), message }),
}
