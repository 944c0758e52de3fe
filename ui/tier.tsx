import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { AnswerOf } from './api.ts'

export type Summary = AnswerOf<typeof FindingPage>['items'][number]

/** Closed states; all others wait for somebody. */
const AT_REST: readonly string[] = ['resolved', 'archived', 'intended']

/** A finding of which hardly anything is left: what counts is that, not how sure it was. */
export const isOver = ({ seen }: Pick<Summary, 'seen'>): boolean => seen === 'fixed' || seen === 'gone'

/** What stands in place of a rate where no process grows. */
export const PACE: Readonly<Record<Summary['seen'], string>> = {
  growing: 'growing',
  level: 'not growing',
  unknown: 'too early to tell',
  gone: 'gone',
  fixed: 'fixed',
  silent: 'no process reports',
}

/**
 * Shape, colour and word of how sure a verdict is; a shape of its own for each, grey once it is quiet, and a green tick
 * where it is over.
 */
export function Tier({
  of: { tier, state, growsNow, seen },
}: {
  readonly of: Pick<Summary, 'tier' | 'state' | 'growsNow' | 'seen'>
}) {
  if (isOver({ seen })) return <Over word={seen} />
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

const Over = ({ word }: { readonly word: string }) => (
  <span class="tier over">
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M1 6.5 4.5 10 11 2" fill="none" stroke="currentColor" stroke-width="2" />
    </svg>
    {word}
  </span>
)
