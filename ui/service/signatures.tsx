import { count, counted, rate } from '../format.ts'
import { Name } from '../name.tsx'
import { type Range, rangeQuery } from '../range.ts'
import { address, addressWith, navigate } from '../router.ts'
import { Scroll } from '../scroll.tsx'
import { Spark } from '../spark.tsx'
import { Paged } from './paged.tsx'
import { groupsOf, placeOf, type Signature, type StackGroup } from './stack-groups.ts'

const SORTS = [
  ['growth', 'by growth'],
  ['count', 'by count'],
] as const

/** Stacks of one page: enough that equal names meet, few enough to draw at once. */
const PAGE = 200

interface Props {
  readonly service: string
  readonly query: URLSearchParams
}

/** Stacks of a service, those of one name together; order and range are parts of the address. */
export function Signatures({ service, query, range }: Props & { readonly range: Range }) {
  const sort = query.get('sort') === 'count' ? 'count' : 'growth'
  const path = `/v1/services/${encodeURIComponent(service)}/signatures${rangeQuery(range, { sort })}`
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
            onClick={() =>
              navigate(addressWith(address.service(service), query, { sort: name }), { replace: true })
            }
          >
            {says}
          </button>
        ))}
      </fieldset>
      <Paged<Signature> key={path} path={path} limit={PAGE} label="Pages of stacks">
        {(items) =>
          items.length === 0 ? (
            <p class="quiet">No stack was seen in this time.</p>
          ) : (
            <Stacks service={service} query={query} items={items} />
          )
        }
      </Paged>
    </section>
  )
}

function Stacks({ service, query, items }: Props & { readonly items: readonly Signature[] }) {
  const { active, idle } = groupsOf(items)
  return (
    <>
      <Scroll label="Stacks">
        <table class="fits stack-table">
          <thead>
            <tr>
              <th scope="col">stack</th>
              <th scope="col" class="wide">
                <span class="hidden">over time</span>
              </th>
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
          {active.map((group) => (
            <Group key={group.name} service={service} query={query} of={group} />
          ))}
        </table>
      </Scroll>
      {idle.length > 0 && (
        <details class="small">
          <summary>{count(idle.length)} idle</summary>
          <ul class="few">
            {idle.map((signature) => (
              <li key={signature.id}>
                <a
                  class="code"
                  href={addressWith(address.service(service), query, { signature: signature.id })}
                >
                  <Name>{placeOf(signature)}</Name>
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** One stack as one row; several of a name as a row of their sums with one below it for each. */
function Group({ service, query, of: group }: Props & { readonly of: StackGroup }) {
  const { name, stacks } = group
  const isAlone = stacks.length === 1
  return (
    <tbody>
      {!isAlone && (
        <tr>
          <th scope="row">
            <span class="code">
              <Name>{name}</Name>
            </span>{' '}
            <small class="quiet">{counted(stacks.length, 'stack')}</small>
          </th>
          <Cells of={group} />
        </tr>
      )}
      {stacks.map(({ signature, differs }) => (
        <tr key={signature.id} class={isAlone ? '' : 'member'}>
          <th scope="row">
            <a class="code" href={addressWith(address.service(service), query, { signature: signature.id })}>
              <Name>{differs ?? name}</Name>
            </a>{' '}
            <small class="quiet">{statesOf(signature)}</small>
          </th>
          <Cells of={signature} />
        </tr>
      ))}
    </tbody>
  )
}

const Cells = ({ of }: { readonly of: Pick<StackGroup, 'count' | 'lowWater' | 'perHour' | 'levels'> }) => (
  <>
    <td class="wide">
      <Spark water={of.levels} isQuiet={of.perHour === 0} width={88} height={20} />
    </td>
    <td class="number">{count(of.count)}</td>
    <td class="number wide">{count(of.lowWater)}</td>
    <td class="number">{of.perHour === 0 ? '–' : rate(of.perHour)}</td>
  </>
)

/** The two states that most of them wait in. */
const statesOf = ({ states }: Signature): string =>
  Object.entries(states)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([state]) => state)
    .join(', ')
