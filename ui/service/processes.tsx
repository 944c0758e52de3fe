import type { ProcessPage } from '#shared/api/answers/service.ts'
import type { AnswerOf } from '../api.ts'
import { count } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Scroll } from '../scroll.tsx'
import { Time } from '../time.tsx'
import { Paged } from './paged.tsx'

type Process = AnswerOf<typeof ProcessPage>['items'][number]

/** Lives of the instances of a service. */
export function Processes({ service }: { readonly service: string }) {
  return (
    <section>
      <h2>Processes</h2>
      <Paged<Process>
        path={`/v1/services/${encodeURIComponent(service)}/processes?`}
        limit={50}
        label="Pages of processes"
      >
        {(items) =>
          items.length === 0 ? (
            <p>
              No process of it has sent a profile yet. <a href={address.inbox}>The inbox</a> says how to
              connect one.
            </p>
          ) : (
            <Table service={service} items={items} />
          )
        }
      </Paged>
    </section>
  )
}

const Table = ({ service, items }: { readonly service: string; readonly items: readonly Process[] }) => (
  <Scroll label="Processes">
    <table class="fits">
      <thead>
        <tr>
          <th scope="col">instance</th>
          <th scope="col">version</th>
          <th scope="col" class="wide">
            started
          </th>
          <th scope="col">last heard of</th>
          <th scope="col" class="number">
            goroutines
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((process) => (
          <tr key={process.id}>
            <th scope="row">
              <a href={address.flame(service, { process: process.id, at: process.lastSeen })}>
                <Name longest={80}>{process.instance}</Name>
              </a>
            </th>
            <td>{process.version !== null && <Name longest={60}>{process.version}</Name>}</td>
            <td class="wide">{process.startedAt === null ? '–' : <Time at={process.startedAt} />}</td>
            <td>
              <Time at={process.lastSeen} />
            </td>
            <td class="number">{process.goroutines === null ? '–' : count(process.goroutines)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)
