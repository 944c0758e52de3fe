import { describe, expect, it } from 'vitest'
import { CATALOGUE, causeById } from '#shared/cause/catalogue.ts'
import { asGrowing, type Cause } from '#shared/cause/cause.ts'
import { HOUR } from '#shared/time.ts'
import { knownCause } from '#shared/verdict/corroboration/known-cause.ts'
import { type Growing, grows } from '#shared/verdict/growth/growth.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { foundBy } from '#shared/verdict/model/rule.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, countsOf, inputOf, lifeOf, signatureOf } from '#test/support/lives.ts'

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

describe('an entry', () => {
  const found = (isIt: (cause: Cause) => boolean): Cause => {
    const cause = CATALOGUE.find(isIt)
    if (cause === undefined) throw new Error('the catalogue has none')
    return cause
  }
  const leak = found(({ class: weight, group }) => weight === 'leak' && group !== 'shape')
  const shape = found(({ class: weight, group }) => weight === 'leak' && group === 'shape')
  const background = found(({ class: weight, bound }) => weight === 'background' && bound > 0)
  const capacity = found(({ class: weight }) => weight === 'capacity')
  const transient = found(({ class: weight }) => weight === 'transient')

  /** A life of so many hours, an hour a point, and what it serves. */
  const lifeWith = (
    hours: number,
    countAt: (hour: number) => number,
    servedAt?: (hour: number) => number,
  ) => {
    const counts = counted(hours + 1, countAt, HOUR)
    const load = servedAt && { served: Float64Array.from(counted(hours + 1, servedAt, HOUR)) }
    const life = signatureLife(lifeOf({ one: counts }, { step: HOUR }), 'one', countsOf(counts), { load })
    return grows(life, life, []) as Growing
  }
  const rises = (hour: number) => 2 * hour
  /** Nine of ten that came stay. */
  const mostStay = (hour: number) => 9 * hour + (hour % 2)
  const leaves = (hour: number) => 2 * hour + (hour % 16 < 8 ? 60 : 0)
  const daily = (hour: number) => 50 - 40 * Math.cos((2 * Math.PI * hour) / 24)
  const clear = lifeWith(48, rises)
  const fired = (causes: readonly Cause[], count: number, growing: readonly Growing[]) =>
    knownCause(causes, count, growing).fired

  it('of a leak speaks at any count, of background beyond its bound, of what ends by itself never', () => {
    expect(fired([leak], 1, [lifeWith(5, rises)])).toBe(true)
    const { bound = 0 } = background
    expect([fired([background], bound, [clear]), fired([background], bound + 1, [clear])]).toEqual([
      false,
      true,
    ])
    expect(fired([transient], 1e6, [clear])).toBe(false)
  })

  it.each([
    ['that rises for two days', clear, true],
    ['that rises for two days less an hour', lifeWith(47, rises), false],
    ['of which nearly all stay', lifeWith(48, mostStay), true],
    ['that falls between', lifeWith(48, leaves), false],
  ])('of a shape of own code speaks of a life %s', (_, life, want) => {
    expect(fired([shape], 60, [life])).toBe(want)
    expect(fired([shape], 60, [lifeWith(5, rises), life])).toBe(want)
  })

  it.each([
    ['beside traffic that goes and comes', lifeWith(72, rises, daily), true],
    ['beside traffic that rises too', lifeWith(72, rises, rises), false],
    ['beside nothing that is served', lifeWith(72, rises), false],
    ['that goes and comes with the traffic', lifeWith(72, daily, daily), false],
    ['of a day and a half beside it', lifeWith(36, rises, daily), false],
  ])('of what serves connections speaks of a life %s', (_, life, want) => {
    expect(fired([capacity], 60, [life])).toBe(want)
    expect(fired([capacity], 60, [life, lifeWith(5, rises)])).toBe(want)
  })

  it('that is one of several speaks where each of them does', () => {
    const [both, one] = [
      knownCause([leak, background], 1e6, [clear]),
      knownCause([leak, transient], 9, [clear]),
    ]
    expect([both.fired, one.fired]).toEqual([true, false])
    expect(both.says).toBe(
      `one of the entries ${leak.id} (${leak.title}) and ${background.id} (${background.title}) of the catalogue`,
    )
  })

  it('says up to how many are normal, where some are', () => {
    expect(knownCause([leak], 9, [clear]).says).toBe(`entry ${leak.id} of the catalogue: ${leak.title}`)
    expect(knownCause([background], 1_200, [clear]).says).toBe(
      `entry ${background.id} of the catalogue: ${background.title}; 1,200 goroutines in a process, normal: at most ${background.bound}`,
    )
    expect(knownCause([], 9, [clear])).toMatchObject({
      fired: false,
      says: 'no entry of the catalogue matches',
    })
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
