import type { Facet } from './filter.ts'
import { KEYS, type Key, wordText } from './query.ts'

/** What may be meant by what is being typed at the end of the filter field? */

/** A way to go on. */
export interface Completion {
  /** The whole text that the field has then. */
  readonly text: string
  /** What is added, as it is shown. */
  readonly shown: string
  readonly says: string | undefined
}

/** Completions below the field: more is a facet's. */
const MOST = 8
const KEY_SAYS: Readonly<Record<Key, string>> = {
  is: 'new, regressed, open, fixed or closed',
  tier: 'how sure it is',
  state: 'what became of it',
  owner: 'a team or a person; me',
  service: 'a name, or its beginning with *',
  version: 'since which release',
  cause: 'an entry of the catalogue',
}

/** @param written what stands in the field; its last piece is being typed */
export function completionsOf(
  written: string,
  facets: Readonly<Record<Key, readonly Facet[]>>,
): Completion[] {
  const [last = ''] = /\S*$/.exec(written) ?? []
  const before = written.slice(0, written.length - last.length)
  const [name = '', typed] = last.split(':', 2)
  if (typed === undefined)
    return KEYS.filter((key) => key.startsWith(name.toLowerCase())).map((key) => ({
      text: `${before}${key}:`,
      shown: `${key}:`,
      says: KEY_SAYS[key],
    }))
  const key = KEYS.find((each) => each === name)
  if (key === undefined) return []
  const wanted = typed.replace('"', '').toLowerCase()
  const mine: Facet[] =
    key === 'owner' ? [{ value: 'me', many: 0, says: 'those that you chose as yours' }] : []
  return [...mine, ...facets[key]]
    .filter(({ value, says }) => `${value}\n${says ?? ''}`.toLowerCase().includes(wanted))
    .slice(0, MOST)
    .map(({ value, many, says }) => {
      const word = wordText({ key, value })
      return { text: `${before}${word} `, shown: word, says: says ?? `${many}` }
    })
}
