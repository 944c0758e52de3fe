import { count } from '../format.ts'
import { Name } from '../name.tsx'
import type { Facet } from './filter.ts'
import { useMine } from './mine.ts'
import { hasWord, type Key, type Query, toggled } from './query.ts'

/** Facets that are offered as buttons, in their order. */
const SHOWN: readonly Key[] = ['is', 'tier', 'owner', 'cause', 'service', 'version', 'state']
/** Values of each: the others are found by typing. */
const MOST = 12

/** What the findings are, with their numbers; a click narrows the list, another widens it again. */
export function Facets({
  facets,
  query,
  onQuery,
}: {
  readonly facets: Readonly<Record<Key, readonly Facet[]>>
  readonly query: Query
  readonly onQuery: (query: Query) => void
}) {
  return (
    <div class="facets">
      {SHOWN.map((key) => (
        <fieldset key={key}>
          <legend>{key}</legend>
          {facets[key].slice(0, MOST).map(({ value, many, says }) => (
            <button
              key={value}
              type="button"
              aria-pressed={hasWord(query, { key, value })}
              onClick={() => onQuery(toggled(query, { key, value }))}
            >
              <Name longest={60}>{says ?? value}</Name> <span class="quiet">{count(many)}</span>
            </button>
          ))}
          {key === 'owner' && <Mine owners={facets.owner} />}
        </fieldset>
      ))}
    </div>
  )
}

/** Which of the owners the reader is. */
function Mine({ owners }: { readonly owners: readonly Facet[] }) {
  const [mine, setMine] = useMine()
  return (
    <details class="mine">
      <summary>Which are mine?</summary>
      {owners
        .filter(({ value }) => value !== 'none')
        .map(({ value }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={mine.includes(value)}
              onChange={({ currentTarget }) =>
                setMine(currentTarget.checked ? [...mine, value] : mine.filter((one) => one !== value))
              }
            />{' '}
            <Name longest={60}>{value}</Name>
          </label>
        ))}
      <p class="quiet">This browser remembers them; owner:me shows their findings.</p>
    </details>
  )
}
