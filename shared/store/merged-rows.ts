import type { Row } from './rows.ts'

/** Rows of several queries in the order of their sort keys, each query in that order too; it reads a page of each ahead. */
export async function* mergedRows(
  queries: readonly AsyncIterable<Row>[],
  newestFirst = false,
): AsyncGenerator<Row> {
  const [only] = queries
  if (queries.length === 1 && only !== undefined) {
    yield* only
    return
  }
  const open = queries.map((query) => query[Symbol.asyncIterator]())
  const heads = (await Promise.all(open.map((one) => one.next()))).map(({ done, value }) =>
    done === true ? undefined : (value as Row),
  )
  const isBefore = (a: Row, b: Row): boolean => (newestFirst ? a.sk > b.sk : a.sk < b.sk)
  try {
    for (;;) {
      let first: number | undefined
      for (const [i, head] of heads.entries()) {
        const best = first === undefined ? undefined : heads[first]
        if (head !== undefined && (best === undefined || isBefore(head, best))) first = i
      }
      if (first === undefined) return
      yield heads[first] as Row
      const next = await open[first]?.next()
      heads[first] = next === undefined || next.done === true ? undefined : next.value
    }
  } finally {
    await Promise.all(open.map((one) => one.return?.()))
  }
}
