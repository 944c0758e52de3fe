import { counted } from '../format.ts'
import { Name } from '../name.tsx'
import { Time } from '../time.tsx'
import type { EvidenceAnswer, SourceLine } from './finding-answer.ts'

/** The line that most of its goroutines are blocked at, and that of the `go` statement. */
export function Where({ of }: { readonly of: EvidenceAnswer['source'] | undefined }) {
  if (!of || (of.telling === null && of.go === null)) return null
  const { telling, go, otherLines, otherGoLines, process, at, version } = of
  return (
    <section class="where">
      <h2>Where</h2>
      <dl>
        <Line what="Blocked at" of={telling} others={otherLines} />
        <Line what="Started at" of={go} others={otherGoLines} />
      </dl>
      <p class="quiet small">
        In <Name longest={60}>{process}</Name>
        {version !== null && (
          <>
            , <Name longest={60}>{version}</Name>
          </>
        )}
        , <Time at={at} />
      </p>
    </section>
  )
}

function Line({
  what,
  of,
  others,
}: {
  readonly what: string
  readonly of: SourceLine | null
  readonly others: number
}) {
  if (of === null) return null
  return (
    <>
      <dt>{what}</dt>
      <dd>
        {of.url === null ? (
          <Name longest={300}>{of.place}</Name>
        ) : (
          <a href={of.url} target="_blank" rel="noreferrer noopener">
            <Name longest={300}>{of.place}</Name>
          </a>
        )}
        {others > 0 && <small class="quiet"> and {counted(others, 'other line')}</small>}
      </dd>
    </>
  )
}
