import type { Row } from './row.ts'

/** docs/verdicts.md: what the verdicts must hold on the battery. */
const LEAST_RECALL = 0.99
const MOST_WRONG = 0.01

/** What a row misses of the goals, a sentence each; a row without cases misses all. */
export function missedGoals(row: Row | undefined): string[] {
  const { method = 'nobody', recall = 0, wrong = 1 } = row ?? {}
  return [
    ...(recall < LEAST_RECALL
      ? [`${method} finds ${percent(recall)} of the leaks, not ${percent(LEAST_RECALL)}`]
      : []),
    ...(wrong > MOST_WRONG
      ? [`${method} reports ${percent(wrong)} of the healthy services, more than ${percent(MOST_WRONG)}`]
      : []),
  ]
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
