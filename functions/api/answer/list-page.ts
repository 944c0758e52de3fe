import { Rejection } from '#shared/api/reason.ts'

/** One page of a list, as every list answers. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Opaque; sent back as `cursor` it gives the page behind this one. Missing on the last page. */
  readonly next: string | undefined
}

/**
 * Takes one page from the front of a list.
 *
 * @param items begins behind the cursor
 * @param keyOf what the list can be continued from
 */
export async function pageOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  limit: number,
  keyOf: (item: Item) => string,
): Promise<Page<Item>> {
  const taken: Item[] = []
  for await (const item of items) {
    const last = taken.at(-1)
    if (taken.length === limit && last !== undefined) return { items: taken, next: encode(keyOf(last)) }
    taken.push(item)
  }
  return { items: taken, next: undefined }
}

/**
 * Names, ids and keys of objects, short enough for a sort key: what begins behind `}` would lie behind the end of every
 * range of the table.
 */
const KEY = /^[\x21-\x7d][\x20-\x7e]{0,899}$/

/**
 * What `pageOf` made the cursor from.
 *
 * @param isKey whether the list can be continued from it
 * @throws Rejection `bad-parameter`
 */
export function readCursor(
  cursor: string | undefined,
  isKey: (key: string) => boolean = () => true,
): string | undefined {
  if (cursor === undefined) return undefined
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  if (encode(key) !== cursor || !KEY.test(key) || !isKey(key)) {
    throw new Rejection('bad-parameter', 'The parameter cursor is not one that a page answered as next.', {
      actual: cursor.slice(0, 200),
    })
  }
  return key
}

/** The item that a page ended with has left the list meanwhile: nobody knows where to go on. */
export const lostCursor = (): Rejection =>
  new Rejection('bad-parameter', 'The list has no item of this cursor any more; begin again without one.')

const encode = (key: string): string => Buffer.from(key, 'utf8').toString('base64url')
