/**
 * Why a request failed, in a word or a few: `ECONNREFUSED`, `timeout`.
 *
 * Never the message of the error, which may hold an address with its credentials.
 */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'TimeoutError') return 'timeout'
  if (error.name === 'AbortError') return 'stopped'
  const { cause } = error
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause
  for (const each of [inner, cause, error]) {
    if (each instanceof Error && 'code' in each && typeof each.code === 'string') return each.code
  }
  return error.name
}
