import { judge } from '#shared/verdict/judge/judge.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'
import type { Method } from './method.ts'

/** Tiers that notify; the others are to be looked at, not to be woken for. */
const REPORTED: ReadonlySet<Tier> = new Set<Tier>(['proven', 'probable'])

export const TIDEMARK: Method = {
  name: 'Tidemark',
  source: 'docs/verdicts.md',
  answers: (input) =>
    judge(input)
      .verdicts.filter(({ tier }) => REPORTED.has(tier))
      .map(({ members, since, cause }) => ({
        signatures: members.map(({ signature }) => signature),
        perHour: members[0].rate.perHour,
        since,
        cause: cause?.id,
      })),
}
