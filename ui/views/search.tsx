import type { Found } from '#shared/api/answers/search.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { Shown, Title } from '../layout.tsx'
import { HitLine } from '../search/hit-line.tsx'
import { hitsOf } from '../search/hits.ts'
import { searchPath } from '../search/path.ts'

/** Everything that was found, and what was not searched. */
export function SearchView({ query }: { readonly query: URLSearchParams }) {
  const q = query.get('q') ?? ''
  const answered = useAnswer<AnswerOf<typeof Found>>(searchPath(q))
  return (
    <>
      <Title text={q === '' ? 'Search' : `Search for ${q}`} />
      {q.trim() === '' && (
        <p>
          Press <kbd>/</kbd> and type a part of a service, a function or a release.
        </p>
      )}
      <Shown of={answered}>{(found) => <Hits found={found} />}</Shown>
    </>
  )
}

function Hits({ found }: { readonly found: AnswerOf<typeof Found> }) {
  const hits = hitsOf(found)
  return (
    <>
      {hits.length === 0 && (
        <p>
          Nothing has this in its name: no service, no open finding, no function of the last day. Try a part
          of it, such as the name of the package.
        </p>
      )}
      <ul class="hits">
        {hits.map((hit) => (
          <li key={hit.href + hit.title}>
            <a href={hit.href}>
              <HitLine hit={hit} />
            </a>
          </li>
        ))}
      </ul>
      {found.cut.map((sentence) => (
        <p key={sentence} class="quiet">
          {sentence}
        </p>
      ))}
    </>
  )
}
