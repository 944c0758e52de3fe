import type { Service } from '#shared/store/directory.ts'

/** Whether a service was judged since a plan. A time of judging that lies ahead is of a clock that was wrong, and tells nothing. */
export const isJudgedSince = (
  known: Pick<Service, 'lastJudged'> | undefined,
  plannedAt: number,
  now: number,
): boolean => {
  const { lastJudged } = known ?? {}
  return lastJudged !== undefined && lastJudged > plannedAt && lastJudged <= now
}
