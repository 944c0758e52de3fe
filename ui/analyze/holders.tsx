import type { Analysis } from '#shared/api/answers/analysis.ts'
import type { AnswerOf } from '../api.ts'
import { short } from '../name.tsx'

type Held = AnswerOf<typeof Analysis>['holders'][number]

/** Characters of a sentence that is shown: it may name functions of any length. */
const LONGEST = 600

/** Locks and channels that goroutines wait for, who likely holds them, and what that proves. */
export function Holders({ holders }: { readonly holders: readonly Held[] }) {
  if (holders.length === 0) return null
  return (
    <section>
      <h3>Who waits for whom</h3>
      <ul>
        {holders.map(({ says: [first, ...more], deadlock, goroutines }) => (
          <li key={goroutines[0]}>
            {deadlock ? <strong>{short(first ?? '', LONGEST)}</strong> : short(first ?? '', LONGEST)}
            {more.map((sentence) => (
              <p key={sentence} class="quiet">
                {short(sentence, LONGEST)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
