import { describe, expect, it } from 'vitest'
import { CATALOGUE, causeById } from '#shared/cause/catalogue.ts'
import { asGrowing } from '#shared/cause/cause.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { foundBy } from '#shared/verdict/model/rule.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, inputOf, lifeOf, signatureOf } from '#test/support/lives.ts'

const RISTRETTO = 'github.com/dgraph-io/ristretto/v2'
const ITEMS = signatureOf([`${RISTRETTO}.(*Cache[...]).processItems`])
const POLICY = signatureOf([`${RISTRETTO}.(*defaultPolicy[...]).processItems`])
const EXPIRABLE = signatureOf(['github.com/hashicorp/golang-lru/v2/expirable.NewLRU[...].func1'])
const MERGE = signatureOf(['main.(*index).merge'], { ownCode: 'main.(*index).merge' })

/** Three days that rise by a cache in so many hours. */
const rising = (hours: number) => counted(72, (hour) => 1 + hour / hours)

const findingOf = (counts: Parameters<typeof lifeOf>[0], input: Partial<JudgeInput>): Verdict => {
  const { verdicts } = judge({ ...inputOf([lifeOf(counts)], [ITEMS, POLICY, EXPIRABLE, MERGE]), ...input })
  expect(verdicts).toHaveLength(1)
  return verdicts[0] as Verdict
}

const ruleOf = ({ rules }: Verdict) => foundBy(rules, 'known-cause')

describe('a bound', () => {
  it('is that of all twins together, not of one', () => {
    const grows = rising(4)
    const alone = findingOf({ [ITEMS.id]: grows }, {})
    const both = findingOf({ [ITEMS.id]: grows, [POLICY.id]: grows }, {})
    const count = ruleOf(alone)?.figures.count ?? 0
    expect(both.members).toHaveLength(2)
    expect(ruleOf(both)?.figures.count).toBe(2 * count)
  })
})

describe('the advice of a finding', () => {
  it('is never to do nothing', () => {
    for (const cause of CATALOGUE)
      expect(asGrowing(cause).fix, `${cause.id}: ${cause.title}`).not.toMatch(/^Nothing(?! here)/)
  })

  it('is that of a number which grows', () => {
    const finding = findingOf({ [EXPIRABLE.id]: rising(1) }, {})
    const { cause } = finding
    const text = explain('checkout', finding, finding.lastHeard)
    const known = causeById('138')
    expect(cause?.fix).toBe(known?.whenGrowing?.fix)
    expect(text).toContain(known?.whenGrowing?.why)
    expect(text).not.toContain(known?.fix)
  })
})

describe('a wait that the formats cannot tell', () => {
  const finding = findingOf(
    { [MERGE.id]: rising(1) },
    { states: new Map([[MERGE.id, new Map([['chan receive', 72]])]]), ranged: new Map([[MERGE.id, 72]]) },
  )
  const { ambiguity, cause, rules } = finding
  const text = explain('checkout', finding, finding.lastHeard)

  it('has candidates and no cause', () => {
    expect(cause).toBeUndefined()
    expect(ambiguity?.candidates.map(({ id }) => id)).toEqual(['76', '80'])
  })

  it('is told with what tells them apart', () => {
    for (const title of ['Loop over a channel that is never closed', 'Ticker loop without an exit'])
      expect(text).toContain(title)
    expect(text).toContain('A debug=2 dump tells')
    expect(foundBy(rules, 'known-cause')?.says).toMatch(/^one of the entries 76 .+ and 80 /)
  })
})
