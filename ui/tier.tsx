import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { AnswerOf } from './api.ts'

export type Summary = AnswerOf<typeof FindingPage>['items'][number]

/** Closed states; all others wait for somebody. */
const AT_REST: readonly string[] = ['resolved', 'archived', 'intended']

/** Shape, colour and word of how sure a verdict is; a shape of its own for each, and grey once it is quiet. */
export function Tier({
  of: { tier, state, growsNow },
}: {
  readonly of: Pick<Summary, 'tier' | 'state' | 'growsNow'>
}) {
  const rests = AT_REST.includes(state)
  const tone =
    rests || !growsNow
      ? ''
      : tier === 'proven' || tier === 'probable'
        ? ' leaks'
        : tier === 'suspect'
          ? ' suspect'
          : ''
  return (
    <span class={`tier${tone}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {tier === 'proven' && <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />}
        {tier === 'probable' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
        {tier === 'suspect' && (
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2" />
        )}
        {tier === 'watch' && <path d="M1 6h10" stroke="currentColor" stroke-width="2" />}
      </svg>
      {tier}
    </span>
  )
}
