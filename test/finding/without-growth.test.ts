import { describe, expect, test } from 'vitest'
import { withoutGrowth } from '#shared/finding/without-growth.ts'
import { HOUR } from '#shared/time.ts'
import { watchedAt } from '#shared/verdict/life/watched.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, lifeOf, START, signatureOf } from '#test/support/lives.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

const ENTRY = 'example.com/shop/cart.(*Store).read'
const [READ, WRITE, OTHER] = ['read', 'write', 'other'].map((leaf) =>
  signatureOf([`example.com/shop/cart.${leaf}`, leaf === 'other' ? 'main.main' : ENTRY]),
)
const SIGNATURES = new Map([READ, WRITE, OTHER].flatMap((one) => (one === undefined ? [] : [[one.id, one]])))

const told = (more: Partial<Verdict> = {}) => verdictOn(['read'], { most: 120, count: 120, ...more })

/** What is told after a life of so many hours, each stack with its count in it. @param silent hours since its end */
function standing(
  hours: number,
  counts: Readonly<Record<string, number>>,
  verdict = told(),
  silent = 0,
): Verdict {
  const series = Object.entries(counts).map(([id, count]) => [id, counted(hours, () => count)] as const)
  const life = lifeOf(Object.fromEntries(series))
  return withoutGrowth(verdict, watchedAt([life], START + (hours + silent) * HOUR), SIGNATURES)
}

describe('a leak that has no verdict any more', () => {
  test.each([
    { name: 'stands still where as many stand', count: 120, want: 'level' },
    { name: 'stands still where more than a fifth stand', count: 25, want: 'level' },
    { name: 'is gone where a fifth stand', count: 24, want: 'gone' },
    { name: 'is gone where none stands', count: 0, want: 'gone' },
  ])('$name', ({ count, want }) => {
    expect(standing(30, { read: count })).toMatchObject({
      seen: want,
      count,
      most: 120,
      members: [{ count }],
    })
  })

  test('is silent where no process runs', () => {
    expect(standing(30, { read: 120 }, told(), 5)).toMatchObject({
      seen: 'silent',
      lastHeard: START + 30 * HOUR - HOUR / 6,
      processes: { growing: 0, of: 0, names: [] },
    })
  })

  test('is not known where the process is too young to tell, unless it was over before', () => {
    expect(standing(0.5, { read: 0 }).seen).toBe('unknown')
    const healed = { version: 'v2', at: START, hours: 30 }
    for (const seen of ['gone', 'fixed'] as const) {
      expect(standing(0.5, { read: 0 }, told({ seen, healed }))).toMatchObject({ seen, healed })
      expect(standing(0.5, { read: 50 }, told({ seen, healed }))).toMatchObject({
        seen: 'level',
        healed: undefined,
      })
    }
  })

  test('has neither processes that grow nor a limit ahead, and the most that ever stood', () => {
    const grows = { versions: ['v1'], latestStart: START, instances: ['checkout-1'] }
    expect(standing(30, { read: 300 }, told({ neverFell: true, heldUntil: START, grows }))).toMatchObject({
      most: 300,
      neverFell: false,
      heldUntil: undefined,
      processes: { growing: 0, of: 1, names: [] },
      grows: { versions: [], latestStart: undefined },
      limit: undefined,
    })
  })

  test('counts what it was called before', () => {
    const [member] = told().members
    const renamed = told({ members: [{ ...member, formerly: ['older'] }] })
    expect(standing(30, { read: 30, older: 40, other: 50 }, renamed).count).toBe(70)
  })

  test('of a family counts all with its entry function', () => {
    const [member] = told().members
    const family = told({ members: [{ ...member, stacks: 2, entry: ENTRY }] })
    const counts = Object.fromEntries([READ, WRITE, OTHER].map((one, i) => [one?.id, 10 * (i + 1)]))
    expect(standing(30, counts, family).count).toBe(10 + 20)
  })

  test('is the same where nothing else is found later', () => {
    const first = standing(30, { read: 60 })
    expect(standing(31, { read: 60 }, first)).toBe(first)
    expect(standing(31, { read: 61 }, first)).toMatchObject({
      count: 61,
      lastHeard: START + 31 * HOUR - HOUR / 6,
    })
  })
})
