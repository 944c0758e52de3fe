import { REASONS } from '#shared/api/reason.ts'
import type { ErrorShape } from './problem.ts'

/** `{"errors": ["…"]}`, as Datadog's intake says it. Its profilers send again after 5xx alone, and log the status. */
export const datadogError: ErrorShape = {
  contentType: 'application/json',
  status: (reason) => REASONS[reason].status,
  body: ({ message }) => ({ errors: [message] }),
}
