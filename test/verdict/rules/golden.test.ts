import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { alive } from '#shared/verdict/rules/alive.ts'
import { burst } from '#shared/verdict/rules/burst.ts'
import { lowWaterRises } from '#shared/verdict/rules/low-water-rises.ts'
import { monotone } from '#shared/verdict/rules/monotone.ts'
import { neverReturns } from '#shared/verdict/rules/never-returns.ts'
import { notAStep } from '#shared/verdict/rules/not-a-step.ts'
import { notLoad } from '#shared/verdict/rules/not-load.ts'
import { notSaturating } from '#shared/verdict/rules/not-saturating.ts'
import { pileUp } from '#shared/verdict/rules/pile-up.ts'
import { separated } from '#shared/verdict/rules/separated.ts'
import { countsOf, lifeOf } from '#test/support/lives.ts'
import { RULED_LIVES, type RuledLife } from './ruled-lives.ts'

const RULES = [
  lowWaterRises,
  monotone,
  separated,
  alive,
  neverReturns,
  notAStep,
  notSaturating,
  notLoad,
  pileUp,
  burst,
]
const GOLDEN = fileURLToPath(new URL('../../fixtures/verdict/rules.txt', import.meta.url))

/** A line of each rule: whether it fired, what it says, and its figures to three digits. */
function told({ name, counts, step, served, serves, company }: RuledLife): string {
  const life = signatureLife(lifeOf({ one: counts }, step ? { step } : {}), 'one', countsOf(counts), {
    load: served && { served: Float64Array.from(served) },
    company: company && Float64Array.from(company),
    serves: serves ?? false,
  })
  const lines = RULES.map((rule) => {
    const { id, fired, says, figures } = rule(life)
    const measured = Object.entries(figures).map(
      ([figure, value]) => `${figure} ${Number(value.toPrecision(3))}`,
    )
    return `${fired ? '+' : '-'} ${id}: ${says} [${measured.join(', ')}]\n`
  })
  return `${name}\n${lines.join('')}`
}

/** A line that changes is a verdict that may change: it is to be meant. */
test('each rule says of each life what it said before', async () => {
  await expect(RULED_LIVES.map(told).join('\n')).toMatchFileSnapshot(GOLDEN)
})
