import { describe, expect, test } from 'vitest'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { jobPositions } from '#shared/store/job-position.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import type { Turn } from '#shared/store/news.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'

function opened() {
  const { deps, rows, clock } = testStores()
  const queued: JudgeRequest[] = []
  const queue = { isDown: false }
  const judgeQueue = {
    send: async (requests: readonly JudgeRequest[]) => {
      if (queue.isDown) throw new Error('the queue does not answer')
      queued.push(...requests)
    },
  }
  const mark = async (service: string, at: number, turn?: Turn) => {
    clock.now = at
    await deps.news.mark(TENANT, service, at, turn)
  }
  const plan = async (at: number) => {
    clock.now = at
    queued.length = 0
    await queueTrends({ news: deps.news, jobs: jobPositions(rows), judgeQueue }, at)
    return queued.map(({ service }) => service).toSorted()
  }
  return { mark, plan, queue, queued, rows }
}

test('every service with news is queued once, whatever their number', async () => {
  const { mark, plan } = opened()
  const services = Array.from({ length: 40 }, (_, i) => `team/service-${i}`)
  for (const service of services) for (const at of [NOW - 12 * MINUTE, NOW]) await mark(service, at)
  expect(await plan(NOW)).toEqual(services.toSorted())
})

test('a request says when it was planned', async () => {
  const { mark, plan, queued } = opened()
  await mark('checkout', NOW)
  await plan(NOW)
  expect(queued).toEqual([{ tenant: TENANT, service: 'checkout', plannedAt: NOW }])
})

test('a service that fell silent an hour ago is not queued', async () => {
  const { mark, plan } = opened()
  await mark('checkout', NOW - 60 * MINUTE)
  await plan(NOW - 50 * MINUTE)
  expect(await plan(NOW - 10 * MINUTE)).toEqual(['checkout'])
  expect(await plan(NOW)).toEqual([])
})

test.each([
  ['an hour', HOUR],
  ['a night', 9 * HOUR],
  ['as long as news are kept', 2 * DAY - 20 * MINUTE],
])('what came while no plan was made for %s is queued by the next, once', async (_, outage) => {
  const { mark, plan } = opened()
  await plan(NOW)
  for (let at = NOW + 5 * MINUTE; at < NOW + outage; at += outage / 7) await mark(`at-${at - NOW}`, at)
  expect(await plan(NOW + outage)).toHaveLength(7)
  for (let round = 1; round < 4; round++) await plan(NOW + outage + round * 10 * MINUTE)
  expect(await plan(NOW + outage + 40 * MINUTE)).toEqual([])
})

test('a plan whose queue does not answer is made up by the next, however late that is', async () => {
  const { mark, plan, queue } = opened()
  await plan(NOW)
  await mark('checkout', NOW + MINUTE)
  queue.isDown = true
  await expect(plan(NOW + 10 * MINUTE)).rejects.toThrow('the queue does not answer')
  queue.isDown = false
  expect(await plan(NOW + 5 * HOUR)).toEqual(['checkout'])
})

describe('services that wait for their turn', () => {
  const services = Array.from({ length: 120 }, (_, i) => `service-${i}`)
  const every = 10 * MINUTE

  test('are queued once an hour, some of them by each plan', async () => {
    const { mark, plan } = opened()
    const plans: string[][] = []
    for (let at = NOW; at < NOW + 2 * HOUR; at += every) {
      for (const service of services) await mark(service, at, 'of the hour')
      plans.push(await plan(at + MINUTE))
    }
    const [first, second] = [plans.slice(0, 6), plans.slice(6)]
    for (const hour of [first, second]) expect(hour.flat().toSorted()).toEqual(services.toSorted())
    for (const some of first) expect(some.length).toBeGreaterThan(services.length / 20)
    expect(second).toEqual(first)
  })

  test('are queued by their next turn, whenever in the hour before they were heard of last', async () => {
    for (let ago = 0; ago < 6; ago++) {
      const { mark, plan } = opened()
      for (const service of services) await mark(service, NOW - ago * every, 'of the hour')
      const queued: string[] = []
      for (let at = NOW - ago * every; at <= NOW + HOUR; at += every) queued.push(...(await plan(at)))
      expect(new Set(queued).size).toBe(services.length)
    }
  })

  test('are queued by the next plan if it is the first in an hour', async () => {
    const { mark, plan } = opened()
    await plan(NOW)
    for (const service of services) await mark(service, NOW + MINUTE, 'of the hour')
    expect(await plan(NOW + HOUR)).toEqual(services.toSorted())
  })

  test('are queued by the next plan once one profile is urgent, and wait again after it', async () => {
    const { mark, plan } = opened()
    for (const turn of ['of the hour', 'next', 'of the hour'] as const) await mark('checkout', NOW, turn)
    expect(await plan(NOW)).toEqual(['checkout'])
    const later = []
    for (let at = NOW + every; at < NOW + 2 * HOUR; at += every) {
      await mark('checkout', at, 'of the hour')
      later.push((await plan(at)).length)
    }
    // Three plans more look for marks that came late, then it has its turns.
    expect(later.slice(3).reduce((sum, each) => sum + each)).toBeLessThanOrEqual(2)
  })
})

test('a plan that is made twice queues the same', async () => {
  const { mark, plan } = opened()
  await mark('checkout', NOW)
  expect(await plan(NOW)).toEqual(['checkout'])
  expect(await plan(NOW)).toEqual(['checkout'])
})

test('a plan in time costs eight buckets of sixteen queries and one row, whatever the number of services', async () => {
  const { mark, plan, rows } = opened()
  await plan(NOW)
  for (let i = 0; i < 50; i++) await mark(`service-${i}`, NOW)
  rows.calls.length = 0
  await plan(NOW + 9 * MINUTE)
  const verbs = Map.groupBy(rows.calls, ({ verb }) => verb)
  expect([...verbs].map(([verb, calls]) => [verb, calls.length])).toEqual([
    ['get', 1],
    ['query', 8 * 16],
    ['put', 1],
  ])
})

test('a plan of a clock that was ahead takes no turn from the services that wait for theirs', async () => {
  const { mark, plan } = opened()
  await plan(NOW + 3 * HOUR)
  const names = Array.from({ length: 40 }, (_, i) => `service-${i}`)
  for (const name of names) await mark(name, NOW, 'of the hour')
  const planned = new Set<string>()
  for (let round = 0; round < 6; round++)
    for (const name of await plan(NOW + round * 10 * MINUTE)) planned.add(name)
  expect([...planned].toSorted()).toEqual(names.toSorted())
})
