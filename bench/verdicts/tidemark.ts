import { judge } from '#shared/verdict/judge/judge.ts'
import type { Tier, Verdict } from '#shared/verdict/model/verdict.ts'
import type { Answer, Method } from './method.ts'

/** Tiers that notify; the others are to be looked at, not to be woken for. */
const REPORTED: ReadonlySet<Tier> = new Set<Tier>(['proven', 'probable'])

/** Whether a verdict wakes anybody, and how likely it says that it is right. */
export const toldBy = ({
  tier,
  probability,
}: Verdict & { readonly probability?: number }): Pick<Answer, 'quiet' | 'probability'> => ({
  quiet: !REPORTED.has(tier),
  probability,
})

export const TIDEMARK: Method = {
  name: 'Tidemark',
  source: 'docs/verdicts.md',
  answers: (input) =>
    judge(input).verdicts.map((verdict) => ({
      signatures: verdict.members.map(({ signature }) => signature),
      ...toldBy(verdict),
      perHour: verdict.members[0].rate.perHour,
      since: verdict.since,
      cause: verdict.cause?.id,
    })),
}
