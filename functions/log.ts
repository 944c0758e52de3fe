import { hideTokens } from '#shared/access/token.ts'
import { requestInHand } from './request-id.ts'
import { sourceStack } from './source-stack.ts'

/** Ids, methods, paths, reasons. Never a label, a query, a header or a body: they may hold secrets. */
export type Facts = Readonly<Record<string, string | undefined>>

/** One JSON line to stdout: work that nobody waits for was done. */
export function logDone(message: string, facts: object): void {
  const line = { at: new Date().toISOString(), level: 'info', message, requestId: requestInHand(), ...facts }
  console.log(hideTokens(JSON.stringify(line)))
}

/**
 * One JSON line to stderr; `requestId` is that of the request that failed, or that queued what failed.
 *
 * @param message what failed, the same words each time
 */
export function logFailure(message: string, error: unknown, facts: Facts = {}): void {
  const line = {
    at: new Date().toISOString(),
    level: 'error',
    message,
    requestId: requestInHand(),
    ...facts,
    causes: causesOf(error),
    stack: error instanceof Error ? sourceStack(error.stack ?? '') : undefined,
  }
  console.error(hideTokens(JSON.stringify(line)))
}

/** What an error says, then what caused it, and so on to the first cause. */
function causesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  const inner =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause]
  return [`${error.name}: ${error.message}`, ...inner.flatMap(causesOf)]
}
