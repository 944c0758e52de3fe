import type { Quiet as QuietAnswer } from '#shared/api/answers/quiet.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { count } from '../format.ts'
import { Shown } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'

type Answer = AnswerOf<typeof QuietAnswer>

/** What is watched and no finding, and why. */
export function Quiet({ service }: { readonly service: string }) {
  const answered = useAnswer<Answer>(`/v1/services/${encodeURIComponent(service)}/quiet`)
  return (
    <section>
      <h2>Watched and quiet</h2>
      <Shown of={answered}>
        {({ watched, counts, items }) =>
          watched === null ? (
            <p class="quiet">Nothing has been judged yet; the next run says what is quiet, and why.</p>
          ) : (
            <>
              <p>{sumUp(watched, counts)}</p>
              {Object.entries(counts).map(([reason, many = 0]) => {
                const known = items.filter(({ verdict }) => verdict === reason)
                return (
                  <details key={reason} class="small">
                    <summary>
                      {count(many)} {reason}
                    </summary>
                    <Stacks service={service} items={known} />
                    {many > known.length && (
                      <p class="quiet">{count(many - known.length)} more are not listed.</p>
                    )}
                  </details>
                )
              })}
            </>
          )
        }
      </Shown>
    </section>
  )
}

function Stacks({ service, items }: { readonly service: string; readonly items: Answer['items'] }) {
  if (items.length === 0) return null
  return (
    <ul class="few">
      {items.map(({ signature, why, leaf, ownCode, entry }) => (
        <li key={signature}>
          <a class="code" href={`${address.service(service)}?signature=${signature}`}>
            <Name>{ownCode ?? entry ?? leaf}</Name>
          </a>{' '}
          <span class="quiet">
            <Name longest={1_000}>{why}</Name>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Example output: `212 stacks are watched: 2 may leak, 1 load-proportional, 209 stable.` */
export function sumUp(watched: number, counts: Answer['counts']): string {
  const quiet = Object.entries(counts).map(([reason, many = 0]) => ({ reason, many }))
  const loud = quiet.reduce((rest, { many }) => rest - many, watched)
  const parts = [...(loud > 0 ? [{ reason: 'may leak', many: loud }] : []), ...quiet]
  const are = watched === 1 ? 'stack is' : 'stacks are'
  const said = parts.map(({ reason, many }) => `${count(many)} ${reason}`).join(', ')
  return `${count(watched)} ${are} watched${said === '' ? '' : `: ${said}`}.`
}
