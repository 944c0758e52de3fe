import { heaviest, probabilityText } from '#shared/verdict/model/odds-text.ts'
import { plain } from '../name.tsx'
import type { Verdict } from './finding-answer.ts'

/** How likely a leak is, and what weighs most for and against it. Nothing where nothing was weighed. */
export function Odds({ of }: { readonly of: Verdict }) {
  const weighed = heaviest(of)
  const [first] = weighed
  if (first === undefined) return null
  return (
    <>
      <p>A leak with probability {probabilityText(of.probability)}. What weighs most:</p>
      <ul class="odds">
        {weighed.map(({ id, points, says }) => (
          <li key={id} class={points > 0 ? '' : 'against'}>
            <span aria-label={points > 0 ? 'for a leak:' : 'against a leak:'} role="img">
              {points > 0 ? '+' : '−'}
            </span>
            <meter min={0} max={Math.abs(first.points)} value={Math.abs(points)} aria-hidden="true" />
            <span title={timesText(points)}>{plain(says)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Example output: `multiplies the odds by 55`, `divides the odds by 2.5`. */
const timesText = (points: number): string =>
  `${points > 0 ? 'multiplies' : 'divides'} the odds by ${Math.exp(Math.abs(points)).toLocaleString('en-US', { maximumSignificantDigits: 2 })}`
