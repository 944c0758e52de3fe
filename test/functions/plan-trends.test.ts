import { expect, test } from 'vitest'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { jobPositions } from '#shared/store/job-position.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
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
  const mark = async (service: string, at: number) => {
    clock.now = at
    await deps.news.mark(TENANT, service, at)
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

test('a plan that is made twice queues the same', async () => {
  const { mark, plan } = opened()
  await mark('checkout', NOW)
  expect(await plan(NOW)).toEqual(['checkout'])
  expect(await plan(NOW)).toEqual(['checkout'])
})

test('a plan in time costs three buckets of sixteen queries and one row, whatever the number of services', async () => {
  const { mark, plan, rows } = opened()
  await plan(NOW)
  for (let i = 0; i < 50; i++) await mark(`service-${i}`, NOW)
  rows.calls.length = 0
  await plan(NOW + 9 * MINUTE)
  const verbs = Map.groupBy(rows.calls, ({ verb }) => verb)
  expect([...verbs].map(([verb, calls]) => [verb, calls.length])).toEqual([
    ['get', 1],
    ['query', 3 * 16],
    ['put', 1],
  ])
})
