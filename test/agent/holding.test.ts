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
function holdingOf(
  holdSeconds: number | undefined,
  instances: readonly string[] = ['pod-1'],
  restHoldSeconds = holdSeconds,
): Holding {
  const holding = new Holding()
  for (const instance of instances) holding.obey(item(instance), { holdSeconds, restHoldSeconds })
  return holding
}
/** One stack. */
const counted = (total: number) => ({ total, stacks: new Map([[1, total]]) })

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
    expect(totals.map((total) => holding.wayOf(item(), total && counted(total)))).toEqual(ways)
  })

  test('not where it is a socket table, or as large as a batch', () => {
    const holding = holdingOf(600)
    const sockets = { ...item(), path: item().path.replace('profiles', 'sockets') }
    expect(holding.wayOf(sockets, counted(5))).toBe('alone')
    expect(holding.wayOf(item('pod-1', 2_000_000), counted(5))).toBe('alone')
  })

  test('as long as the first of them may, and no longer than ten minutes whatever the server says', () => {
    const holding = holdingOf(9_999_999, ['pod-1'], 0)
    holding.add(item(), NOW)
    holding.add(item(), NOW + 60_000)
    expect(holding.dueAt).toBe(NOW + 600_000)
    expect([holding.take(NOW + 599_999).length, holding.take(NOW + 600_000).length, holding.size]).toEqual([
      0, 2, 0,
    ])
  })

  test('for twenty minutes at most where no stack rises', () => {
    const holding = holdingOf(600, ['pod-1'], 9_999)
    holding.add(item(), NOW)
    expect(holding.dueAt).toBe(NOW + 1_200_000)
  })

  test.each([
    { leak: 'of 60 an hour', counts: (minute: number) => 3 + minute, want: 'soon' },
    { leak: 'that has begun', counts: (minute: number) => (minute < 5 ? 0 : 4), want: 'soon' },
    { leak: 'of none, but a wave', counts: (minute: number) => 20 + (minute % 4), want: 'later' },
  ])('no longer than ten from the minute on in which a stack rises: a leak $leak', ({ counts, want }) => {
    const holding = holdingOf(600, ['pod-1', 'still'], 1_200)
    const ways = Array.from({ length: 10 }, (_, minute) => {
      const now = NOW + minute * 60_000
      holding.add(item('still'), now)
      const way = holding.wayOf(item(), counted(counts(minute)))
      if (way === 'soon' || way === 'later') holding.add(item(), now, way)
      return way
    })
    expect(ways).toEqual([...Array(9).fill('later'), want])
    expect(holding.dueAt).toBe(NOW + (want === 'soon' ? 600_000 : 1_200_000))
    expect(holding.take(NOW + 600_000)).toHaveLength(want === 'soon' ? 20 : 0)
  })

  test('a process that begins anew is not known, whatever was said of the one before', () => {
    const started = (start: string): PushItem => ({ ...item(), path: `${item().path}&start=${start}` })
    const holding = new Holding()
    holding.obey(started('1'), { holdSeconds: 600 })
    expect(holding.wayOf(started('1'), counted(5))).toBe('later')
    expect(holding.wayOf(started('2'), counted(5))).toBe('alone')
  })

  test('for each service and type by what was said of it', () => {
    const holding = holdingOf(600)
    const others = [
      item().path.replace('checkout', 'cart'),
      item().path.replace('type=goroutine', 'type=goroutineleak'),
      item().path.replace('service=checkout&instance=pod-1', 'service=checkoutpod-1&instance='),
    ]
    for (const path of others) expect(holding.wayOf({ ...item(), path }, counted(5))).toBe('alone')
    expect(holding.wayOf(item(), counted(5))).toBe('later')
  })

  test('until the first of all is due, and what is taken waits no more', () => {
    const holding = holdingOf(600)
    expect(holding.dueAt).toBeUndefined()
    holding.obey(item('young'), { holdSeconds: 60 })
    holding.add(item(), NOW)
    holding.add(item('young'), NOW)
    expect(holding.dueAt).toBe(NOW + 60_000)
    expect([holding.takeAll().length, holding.takeAll().length, holding.size]).toEqual([2, 0, 0])
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
    holding.obey(item('young'), { holdSeconds: 60 })
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
        holding.obey(item('b'), { holdSeconds: 60 })
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
