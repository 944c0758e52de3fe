/** Requests to the table under way at one time: enough to hide their latency, few enough to hold all answers. */
export const REQUESTS = 32

/**
 * Does the work of every item, so many at one time. The first failure ends it, once what is under way has ended.
 *
 * @throws what the first failure threw
 */
export async function inParallel<Item>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]()
  let failure: { readonly error: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); !next.done && failure === undefined; next = rest.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: most }, worker))
  if (failure !== undefined) throw failure.error
}
