import { useMemo } from 'preact/hooks'
import { count, signed } from '../format.ts'
import { Name } from '../name.tsx'
import { Scroll } from '../scroll.tsx'
import { functionsOf } from './functions.ts'
import type { FlameTree } from './tree.ts'

/** Rows that anybody reads; a search finds the others. */
const MOST_ROWS = 200

/** The same stacks as a flame graph, by function. @param text only functions that have it in their name */
export function FunctionTable({
  tree,
  text,
  onChoose,
}: {
  readonly tree: FlameTree
  readonly text: string
  /** Shows the callers and callees of a function. */
  readonly onChoose: (name: string) => void
}) {
  const rows = useMemo(() => functionsOf(tree), [tree])
  const wanted = text.trim().toLowerCase()
  const found = rows.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <>
      <Scroll label="Functions">
        <table class="fits">
          <caption>
            {tree.isDifference ? 'Functions that changed most' : 'Functions with the most goroutines'}
          </caption>
          <thead>
            <tr>
              <th scope="col">function</th>
              <th scope="col" class="number">
                goroutines
              </th>
              <th scope="col" class="number">
                waiting in it
              </th>
              {tree.isDifference && (
                <>
                  <th scope="col" class="number">
                    before
                  </th>
                  <th scope="col" class="number">
                    change
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_ROWS).map(({ name, total, self, base }) => (
              <tr key={name}>
                <th scope="row">
                  <button type="button" class="link code" onClick={() => onChoose(name)}>
                    <Name>{name}</Name>
                  </button>
                </th>
                <td class="number">{count(total)}</td>
                <td class="number">{count(self)}</td>
                {tree.isDifference && (
                  <>
                    <td class="number">{count(base)}</td>
                    <td class="number">{total === base ? '0' : signed(total - base)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {found.length > MOST_ROWS && (
        <p class="quiet">{count(found.length - MOST_ROWS)} more: find one by its name.</p>
      )}
      {found.length === 0 && <p class="quiet">No function has this in its name.</p>}
    </>
  )
}
