import type { Tier, Verdict } from '../model/verdict.ts'

/** How much more a surer verdict counts in the inbox. */
const TIER_WEIGHT: Readonly<Record<Tier, number>> = { proven: 8, probable: 4, suspect: 2, watch: 1 }

/** Order of the inbox: growth an hour × processes × confidence. */
export const severity = ({ perHour, processes, tier }: Verdict): number =>
  perHour * processes.growing * TIER_WEIGHT[tier]
