import * as v from 'valibot'
import { REASONS, type Reason } from '../reason.ts'
import { count } from './common.ts'

/** `application/problem+json` (RFC 9457), the answer to whatever is refused. */
export const ProblemDetails = v.object({
  type: v.pipe(v.string(), v.url()),
  title: v.string(),
  status: count,
  reason: v.picklist(Object.keys(REASONS) as Reason[]),
  detail: v.pipe(v.string(), v.description('The limit, the actual value and what to do')),
  limit: v.exactOptional(v.union([v.number(), v.string()])),
  actual: v.exactOptional(v.union([v.number(), v.string()])),
  requestId: v.string(),
})
