import { Name } from '../name.tsx'
import type { Hit } from './hits.ts'

/** One hit as a line: what kind of thing, its name, and what it stands in. */
export const HitLine = ({ hit: { kind, title, beside } }: { readonly hit: Hit }) => (
  <>
    <small class="quiet">{kind}</small>{' '}
    <span class={kind === 'service' ? '' : 'code'}>
      <Name>{title}</Name>
    </span>{' '}
    <small class="quiet">
      <Name>{beside}</Name>
    </small>
  </>
)
