import { type Contest, notWon } from './operating/contest.ts'
import type { Row } from './row.ts'

/** docs/verdicts.md: what the verdicts must hold on the battery. */
const LEAST_RECALL = 0.99
const MOST_WRONG = 0.01
/** Of all looks at healthy services, on the way too. */
const MOST_WRONG_LOOKS = 0.01

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

/** Whether a row reports healthy services on the way too often, a sentence. @param on what was played, `the battery` */
export function missedQuiet({ method, wrongLooks = 0 }: Row, on: string): string[] {
  if (wrongLooks <= MOST_WRONG_LOOKS) return []
  return [
    `${method} reports something at ${percent(wrongLooks)} of the looks at healthy services of ${on}, more than ${percent(MOST_WRONG_LOOKS)}`,
  ]
}

/** Who is as good at some threshold, a sentence each. @param on what was played, `the battery` */
export function missedLeads(row: Row | undefined, contests: readonly Contest[], on: string): string[] {
  if (row === undefined) return []
  const { method, recall = 0, wrong = 1 } = row
  return notWon(contests, row).map(
    ({ name, score, quiet, thorough }) =>
      `${name} (${score}) on ${on} finds ${percent(quiet?.recall ?? 0)} with no more false verdicts than ${method}, whose recall is ${percent(recall)}, or has ${thorough === undefined ? 'none' : percent(thorough.wrong)} false at that recall, where ${method} has ${percent(wrong)}`,
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
