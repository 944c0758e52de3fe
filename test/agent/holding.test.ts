import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Holding } from '#cli/agent/holding.ts'
import type { PushItem } from '#cli/agent/push-item.ts'

const NOW = 1_000_000
const item = (instance = 'pod-1', bytes = 7): PushItem => ({
  path: `/v1/profiles?service=checkout&instance=${instance}&type=goroutine`,
  body: new Uint8Array(bytes),
})
/** What the server has said that may wait. */
function holdingOf(seconds: number | undefined, instances: readonly string[] = ['pod-1']): Holding {
  const holding = new Holding()
  for (const instance of instances) holding.obey(item(instance), seconds)
  return holding
}

describe('a push waits for others', () => {
  test.each([
    ['only where the server says so', undefined, [5], ['alone']],
    ['not where the server says none may', 0, [5], ['alone']],
    ['where it says so', 600, [500, 510, 600], ['later', 'later', 'later']],
    ['not where its total jumps', 600, [500, 800, 810], ['later', 'with all', 'later']],
    ['where it jumps by little', 600, [2, 50], ['later', 'later']],
    ['where it falls', 600, [5_000, 10], ['later', 'later']],
    ['not where it has no total: it is a dump', 600, [500, undefined, 510], ['later', 'with all', 'later']],
  ] as const)('%s', (_, seconds, totals, ways) => {
    const holding = holdingOf(seconds)
    expect(totals.map((total) => holding.wayOf(item(), total))).toEqual(ways)
  })

  test('not where it is a socket table, or as large as a batch', () => {
    const holding = holdingOf(600)
    const sockets = { ...item(), path: item().path.replace('profiles', 'sockets') }
    expect(holding.wayOf(sockets, 5)).toBe('alone')
    expect(holding.wayOf(item('pod-1', 2_000_000), 5)).toBe('alone')
  })

  test('as long as the first of them may, and no longer than ten minutes whatever the server says', () => {
    const holding = holdingOf(9_999_999)
    holding.add(item(), NOW)
    holding.add(item(), NOW + 60_000)
    expect(holding.dueAt).toBe(NOW + 600_000)
    expect([holding.take(NOW + 599_999).length, holding.take(NOW + 600_000).length, holding.size]).toEqual([
      0, 2, 0,
    ])
  })

  test('no longer where the clock is set back, or where there are enough', () => {
    const holding = holdingOf(600)
    holding.add(item(), NOW)
    expect(holding.take(NOW - 1)).toHaveLength(1)
    for (let i = 0; i < 500; i++) holding.add(item(), NOW)
    expect([holding.dueAt, holding.take(NOW).length]).toEqual([0, 500])
    for (let i = 0; i < 3; i++) holding.add(item('pod-1', 1_000_000), NOW)
    expect(holding.take(NOW)).toHaveLength(3)
  })

  test('with those that may wait as long: one that may not takes no others along', () => {
    const holding = holdingOf(600)
    holding.obey(item('young'), 60)
    holding.add(item(), NOW)
    holding.add(item('young'), NOW)
    expect(holding.take(NOW + 60_000)).toEqual([item('young')])
    expect(holding.size).toBe(1)
  })

  test('and none is lost or comes twice, whatever the times', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(900_000)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (given) => {
        const holding = holdingOf(600, ['a'])
        holding.obey(item('b'), 60)
        const taken: PushItem[] = []
        const items = given.map(([instance, at]) => {
          const one = item(instance)
          holding.add(one, NOW + at)
          taken.push(...holding.take(NOW + at))
          return one
        })
        taken.push(...holding.takeAll())
        expect(new Set(taken)).toEqual(new Set(items))
        expect(taken).toHaveLength(items.length)
      }),
    )
  })
})
