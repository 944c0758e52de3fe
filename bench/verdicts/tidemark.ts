import { decide } from '#shared/finding/decide.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { held } from '#shared/finding/held.ts'
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

const answersOf = (verdicts: readonly Verdict[]): Answer[] =>
  verdicts.map((verdict) => ({
    signatures: verdict.members.map(({ signature }) => signature),
    ...toldBy(verdict),
    perHour: verdict.members[0].rate.perHour,
    since: verdict.since,
    cause: verdict.cause?.id,
  }))

export const TIDEMARK: Method = {
  name: 'Tidemark',
  source: 'docs/verdicts.md',
  answers: (input) => answersOf(judge(input).verdicts),
  begin: () => {
    let known: ReadonlyMap<string, Finding> = new Map()
    return (input) => {
      const { judgement, changed } = decide(input)
      known = new Map([...known, ...changed([...known.values()]).map((one) => [one.id, one] as const)])
      return answersOf(judgement.verdicts.map((verdict) => held(verdict, [...known.values()])))
    }
  },
}
