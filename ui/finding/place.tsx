import { Name } from '../name.tsx'
import type { SourceLine } from './finding-answer.ts'

/** `file:line`, as a link where the code is on the web; the whole path is in its title. */
export function Place({ of }: { readonly of: SourceLine | null | undefined }) {
  if (!of) return null
  const { place, url } = of
  const file = place.slice(place.replaceAll('\\', '/').lastIndexOf('/') + 1)
  return (
    <small class="place" title={place}>
      {url === null ? (
        <Name longest={80}>{file}</Name>
      ) : (
        <a href={url} target="_blank" rel="noreferrer noopener">
          <Name longest={80}>{file}</Name>
        </a>
      )}
    </small>
  )
}
