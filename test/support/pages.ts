import type { TestApi } from './api.ts'

type Item = Readonly<Record<string, unknown>>
interface Page {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Pages that a list may have; one more is a cursor that goes in circles. */
const MOST_PAGES = 100

/** All items of a list, page by page. @param path has a query already */
export async function pages({ read }: Pick<TestApi, 'read'>, path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = (await read(path + cursor)) as Page
    items.push(...answer.items)
    if (answer.next === undefined) return items
    cursor = `&cursor=${answer.next}`
  }
  throw new Error(`${path} does not end after ${MOST_PAGES} pages`)
}
