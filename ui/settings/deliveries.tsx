import type { DeliveryPage } from '#shared/api/answers/webhook.ts'
import type { AnswerOf } from '../api.ts'
import { count } from '../format.ts'
import { Name } from '../name.tsx'
import { Scroll } from '../scroll.tsx'
import { Paged } from '../service/paged.tsx'
import { Time } from '../time.tsx'

type Delivery = AnswerOf<typeof DeliveryPage>['items'][number]
export type Outcome = Pick<Delivery, 'delivered' | 'tries' | 'status' | 'failure' | 'note'>

/** What one webhook was sent, the newest first. */
export function Deliveries({ webhook, name }: { readonly webhook: string; readonly name: string }) {
  return (
    <Paged<Delivery>
      path={`/v1/webhooks/${encodeURIComponent(webhook)}/deliveries?`}
      limit={20}
      label={`Pages of deliveries to ${name}`}
    >
      {(items) =>
        items.length === 0 ? (
          <p>Nothing was sent in the last 30 days.</p>
        ) : (
          <Table items={items} name={name} />
        )
      }
    </Paged>
  )
}

const Table = ({ items, name }: { readonly items: readonly Delivery[]; readonly name: string }) => (
  <Scroll label={`Deliveries to ${name}`}>
    <table>
      <thead>
        <tr>
          <th scope="col">sent</th>
          <th scope="col">what</th>
          <th scope="col">service</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        {items.map((delivery) => (
          <tr key={`${delivery.id}${delivery.at}`}>
            <td>
              <Time at={delivery.at} />
            </td>
            <td>{delivery.type}</td>
            <td>{delivery.service === null ? '–' : <Name longest={80}>{delivery.service}</Name>}</td>
            <td>
              <Name longest={200}>{outcome(delivery)}</Name>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

/** Example outputs: `Delivered, answered 200.`, `Not delivered after 4 tries: It took too long.` */
export function outcome({ delivered, tries, status, failure, note }: Outcome): string {
  const after = tries === 1 ? '' : ` after ${count(tries)} tries`
  if (delivered && note !== null) return note
  return delivered
    ? `Delivered${after}, answered ${status ?? 'nothing'}.`
    : `Not delivered${after}: ${failure ?? 'nobody said why.'}`
}
