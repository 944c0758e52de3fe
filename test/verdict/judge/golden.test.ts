import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { explain, headline } from '#shared/verdict/judge/explain.ts'
import { figuresJson } from '#shared/verdict/judge/figures-json.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { quietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import { restsUntil } from '#shared/verdict/judge/urgent.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { SERVICES } from './judged-services.ts'

const GOLDEN = fileURLToPath(new URL('../../fixtures/verdict/judged.txt', import.meta.url))

/** Numbers to four digits, and times whole. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
const json = (value: unknown): string => JSON.stringify(value, rounded)

function toldOf(verdict: Verdict, now: number): string {
  const { tier, seen, cause, ambiguity, grows, limit, water, neverFell, heldUntil, rules } = verdict
  const lines = [
    `${tier} ${seen}: ${headline('checkout', verdict, now)}`,
    explain('checkout', verdict, now),
    json(figuresJson(verdict, now)),
    json({ grows, limit, water, neverFell, heldUntil }),
    json({ cause: cause?.id, candidates: ambiguity?.candidates.map(({ id }) => id) }),
    json(
      verdict.members.map(({ signature, stacks, states, formerly }) => ({
        signature,
        stacks,
        states,
        formerly,
      })),
    ),
    // Without their points: weights are fitted anew without anything else being told otherwise.
    ...verdict.arguments.map(({ id, says }) => `  ${id}: ${says}`).sort(),
    ...rules.map(({ id, fired, says }) => `  ${fired ? '+' : '-'} ${id}: ${says}`),
  ]
  return lines.join('\n')
}

/** What a run of the judge says of a service, of every stack of it. */
function judged(name: string, input: JudgeInput): string {
  const judgement = judge(input)
  const { verdicts, others, dumps, learning } = judgement
  return [
    `# ${name}`,
    ...verdicts.map((verdict) => toldOf(verdict, input.now)),
    ...others.map(({ signature, verdict, why }) => `${verdict} ${signature}: ${why}`),
    json({ dumps, learning, rests: restsUntil(judgement, input.now), counts: quietStacks(others).counts }),
  ].join('\n')
}

/** A line that changes is told otherwise to somebody: it is to be meant. */
test('the judge says of each service what it said before', async () => {
  await expect(`${SERVICES.map(([name, input]) => judged(name, input)).join('\n\n')}\n`).toMatchFileSnapshot(
    GOLDEN,
  )
})
