import { REASONS, type Reason } from '#shared/api/reason.ts'
import type { ErrorShape } from './problem.ts'

/** Statuses that a client of the Collector's pprofreceiver tells apart; all else that it must change is 400. */
const OF_THEIR_OWN = new Set([401, 403, 404, 405, 413, 415, 429])

export const collectorStatus = (reason: Reason): number => {
  const { status } = REASONS[reason]
  return status >= 500 || OF_THEIR_OWN.has(status) ? status : 400
}

/** One line of text, as the pprofreceiver answers. */
export const plainError: ErrorShape = {
  contentType: 'text/plain; charset=utf-8',
  status: collectorStatus,
  body: ({ message }) => `${message}\n`,
}
