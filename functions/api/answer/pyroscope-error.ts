import { REASONS, type Reason } from '#shared/api/reason.ts'
import type { ErrorShape } from './problem.ts'

/** Statuses of Pyroscope's `/ingest`: 400 is a `name` that cannot be read, 422 is whatever else the sender must change. */
const STATUS: Readonly<Partial<Record<Reason, number>>> = {
  'bad-service-name': 400,
  'bad-parameter': 400,
  'incomplete-body': 408,
}
const CALLERS_OWN = new Set([401, 403, 404, 405, 413, 429])

/** Codes of Connect, which Pyroscope writes on this route too. */
const CODE: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  405: 'unimplemented',
  408: 'canceled',
  429: 'resource_exhausted',
  500: 'internal',
  503: 'unavailable',
}

function statusOf(reason: Reason): number {
  const { status } = REASONS[reason]
  return STATUS[reason] ?? (status >= 500 || CALLERS_OWN.has(status) ? status : 422)
}

/** `{"code","message"}`, as the SDKs of Pyroscope log it. */
export const pyroscopeError: ErrorShape = {
  contentType: 'application/json',
  headers: { 'x-content-type-options': 'nosniff' },
  status: statusOf,
  body: ({ reason, message }) => ({ code: CODE[statusOf(reason)] ?? 'invalid_argument', message }),
}
