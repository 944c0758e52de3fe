import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useAnswer } from '../answer.ts'
import { Shown } from '../layout.tsx'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** A list of the API, a page at a time: so ten thousand are as quick as ten. @param path has a query already */
export function Paged<Item>({
  path,
  limit,
  label,
  children,
}: {
  readonly path: string
  readonly limit: number
  readonly label: string
  readonly children: (items: readonly Item[], first: number) => ComponentChildren
}) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const behind = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
  const answered = useAnswer<Page<Item>>(`${path}&limit=${limit}${behind}`)
  return (
    <Shown of={answered}>
      {({ items, next }) => (
        <>
          {children(items, cursors.length * limit)}
          {(cursors.length > 0 || next !== undefined) && (
            <nav class="pager" aria-label={label}>
              <button
                type="button"
                disabled={cursors.length === 0}
                onClick={() => setCursors(cursors.slice(0, -1))}
              >
                Back
              </button>
              <span class="quiet">
                {cursors.length * limit + 1} to {cursors.length * limit + items.length}
              </span>
              <button
                type="button"
                disabled={next === undefined}
                onClick={() => next !== undefined && setCursors([...cursors, next])}
              >
                More
              </button>
            </nav>
          )}
        </>
      )}
    </Shown>
  )
}
