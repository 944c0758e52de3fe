import type { RowStore } from './rows.ts'

/** Milliseconds in which a table that gave no answer is not asked again. */
export const REST = 10_000

/**
 * Rows of a table that is left alone for `REST` after it gave no answer: a push then goes into the bucket and the queue at
 * once, and does not hold its function for the seconds that each further request would wait.
 *
 * A refusal is an answer: throttling and conditions that do not hold begin no rest.
 * @param now milliseconds since the epoch
 */
export function restingRows(rows: RowStore, now: () => number): RowStore {
  let failedAt = Number.NEGATIVE_INFINITY
  let cause: unknown

  function admit(): void {
    const since = now() - failedAt
    if (since >= 0 && since < REST)
      throw new Error(`the table gave no answer ${since} ms ago; it is asked again after ${REST} ms`, {
        cause,
      })
  }
  function note(error: unknown): never {
    if (isNoAnswer(error)) {
      failedAt = now()
      cause = error
    }
    throw error
  }
  async function ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    admit()
    return request().catch(note)
  }

  return {
    get: (key, freshness) => ask(() => rows.get(key, freshness)),
    getMany: (keys) => ask(() => rows.getMany(keys)),
    put: (row, oneOf) => ask(() => rows.put(row, oneOf)),
    set: (key, attributes, oneOf) => ask(() => rows.set(key, attributes, oneOf)),
    delete: (key, oneOf) => ask(() => rows.delete(key, oneOf)),
    query: async function* (range) {
      admit()
      try {
        yield* rows.query(range)
      } catch (error) {
        note(error)
      }
    },
  }
}

/** Names and codes are those of Node's sockets and of the SDK; a status from 500 on is an answer of nobody who knows. */
function isNoAnswer(error: unknown): boolean {
  const { name, code, $metadata } = (error ?? {}) as {
    readonly name?: string
    readonly code?: unknown
    readonly $metadata?: { readonly httpStatusCode?: number }
  }
  if (name === 'TimeoutError' || /^(E[A-Z]+|UND_ERR_\w+)$/.test(String(code))) return true
  return ($metadata?.httpStatusCode ?? 0) >= 500
}
