import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { Answered } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { rate } from '../format.ts'
import { Shown } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { PACE, Tier } from '../tier.tsx'

/** Findings of one service that wait for somebody, the most severe first. */
const MOST_SHOWN = 10

export type FindingsAnswer = AnswerOf<typeof FindingPage>

/** Of all findings of a service, the most severe first. */
export const findingsPath = (service: string): string =>
  `/v1/findings?service=${encodeURIComponent(service)}&limit=50`

export const openOf = ({ items }: FindingsAnswer) =>
  items.filter(({ state }) => !['resolved', 'archived', 'intended'].includes(state))

export function OpenFindings({
  service,
  of: answered,
}: {
  readonly service: string
  readonly of: Answered<FindingsAnswer>
}) {
  return (
    <Shown of={answered}>
      {(answer) => {
        const open = openOf(answer)
        return (
          <>
            <h2>Findings</h2>
            <ul class="few">
              {open.slice(0, MOST_SHOWN).map((finding) => (
                <li key={finding.id}>
                  <Tier of={finding} />{' '}
                  <a href={address.finding(service, finding.id)}>
                    {finding.cause === null ? (
                      <span class="code">
                        <Name>{finding.place}</Name>
                      </span>
                    ) : (
                      finding.cause.title
                    )}
                  </a>{' '}
                  <span class="quiet">
                    {finding.seen === 'growing' ? rate(finding.perHour) : PACE[finding.seen]}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )
      }}
    </Shown>
  )
}
