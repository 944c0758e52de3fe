import type { Signature as SignatureAnswer } from '#shared/api/answers/signature.ts'
import type { AnswerOf } from '../api.ts'
import { count, rate } from '../format.ts'
import { Name } from '../name.tsx'
import { address, navigate } from '../router.ts'
import { Scroll } from '../scroll.tsx'
import { Paged } from './paged.tsx'

export type Signature = AnswerOf<typeof SignatureAnswer>

const SORTS = [
  ['growth', 'by growth'],
  ['count', 'by count'],
] as const

/** Stacks of a service; which order is a part of the address. */
export function Signatures({
  service,
  query,
}: {
  readonly service: string
  readonly query: URLSearchParams
}) {
  const sort = query.get('sort') === 'count' ? 'count' : 'growth'
  const path = `/v1/services/${encodeURIComponent(service)}/signatures?sort=${sort}`
  return (
    <section>
      <h2>Stacks</h2>
      <fieldset class="tabs">
        <legend class="hidden">Order</legend>
        {SORTS.map(([name, says]) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === sort}
            onClick={() => navigate(`${address.service(service)}?sort=${name}`, { replace: true })}
          >
            {says}
          </button>
        ))}
      </fieldset>
      <Paged<Signature> key={path} path={path} limit={20} label="Pages of stacks">
        {(items) =>
          items.length === 0 ? (
            <p class="quiet">No stack was seen in this time.</p>
          ) : (
            <Table service={service} items={items} />
          )
        }
      </Paged>
    </section>
  )
}

const Table = ({ service, items }: { readonly service: string; readonly items: readonly Signature[] }) => (
  <Scroll label="Stacks">
    <table class="fits">
      <thead>
        <tr>
          <th scope="col">stack</th>
          <th scope="col" class="number">
            now
          </th>
          <th scope="col" class="number wide">
            low water
          </th>
          <th scope="col" class="number">
            growth
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((signature) => (
          <tr key={signature.id}>
            <th scope="row">
              <a class="code" href={`${address.service(service)}?signature=${signature.id}`}>
                <Name>{placeOf(signature)}</Name>
              </a>{' '}
              <small class="quiet">{statesOf(signature)}</small>
            </th>
            <td class="number">{count(signature.count)}</td>
            <td class="number wide">{count(signature.lowWater)}</td>
            <td class="number">{signature.perHour === 0 ? '–' : rate(signature.perHour)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

/** The program's own frame nearest to the leaf, or the leaf. */
export const placeOf = ({ ownCode, entry, frames }: Signature): string =>
  ownCode ?? entry ?? frames[0] ?? 'unknown'

/** The two states that most of them wait in. */
const statesOf = ({ states }: Signature): string =>
  Object.entries(states)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([state]) => state)
    .join(', ')
