import { beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { all } from '#test/support/stores.ts'

const TOTAL = '/v1/services/checkout/total'
const iso = (at: number): string => new Date(at).toISOString()
let api: TestApi

/** Two pods; the second is restarted with the next release after a silence of both. */
beforeAll(async () => {
  api = await testApi()
  const push = (hoursAgo: number, instance: string, goroutines: number, version: string, start: number) => {
    api.clock.now = NOW - hoursAgo * HOUR
    const body = dump({ 'main.wait < main.main': goroutines })
    return api.push(body, { instance, version, start: iso(start) })
  }
  for (const hour of [12, 11, 10]) {
    await push(hour, 'pod-1', 100 + hour, 'v1', NOW - 20 * HOUR)
    await push(hour, 'pod-2', 7, 'v1', NOW - 20 * HOUR)
  }
  await push(5, 'pod-1', 200, 'v1', NOW - 20 * HOUR)
  await push(5, 'pod-2', 9, 'v2', NOW - 5 * HOUR - MINUTE)
  api.clock.now = NOW
})

describe('GET /v1/services/{s}/total', () => {
  test('says how many goroutines all processes had, hour by hour, and who was silent', async () => {
    expect(await api.read(TOTAL)).toEqual({
      stepSeconds: 3600,
      points: [
        { at: iso(NOW - 12 * HOUR), goroutines: 119, processes: 2 },
        { at: iso(NOW - 11 * HOUR), goroutines: 118, processes: 2 },
        { at: iso(NOW - 10 * HOUR), goroutines: 117, processes: 2 },
        { at: iso(NOW - 5 * HOUR), goroutines: 209, processes: 2 },
      ],
      versions: [
        { version: 'v2', firstSeen: iso(NOW - 5 * HOUR), lastSeen: iso(NOW - 5 * HOUR), processes: 1 },
        { version: 'v1', firstSeen: iso(NOW - 12 * HOUR), lastSeen: iso(NOW - 5 * HOUR), processes: 2 },
      ],
      restarts: { count: 1, newest: [{ at: iso(NOW - 5 * HOUR), instance: 'pod-2', version: 'v2' }] },
      gaps: { count: 1, newest: [{ from: iso(NOW - 10 * HOUR), to: iso(NOW - 5 * HOUR) }] },
    })
  })

  test('looks at a range of time, in the steps that are asked for', async () => {
    const range = `from=${iso(NOW - 12 * HOUR)}&to=${iso(NOW - 6 * HOUR)}&step=86400`
    expect(await api.read(`${TOTAL}?${range}`)).toMatchObject({
      stepSeconds: 86_400,
      points: [{ at: iso(NOW - 10 * HOUR), goroutines: 117, processes: 2 }],
      versions: [{ version: 'v1' }],
      restarts: { count: 0 },
      gaps: { count: 0 },
    })
  })

  test.each([
    { name: 'a step under the hour that closed days have', query: 'step=300', reason: 'bad-parameter' },
    { name: 'a step above a day', query: 'step=90000', reason: 'bad-parameter' },
    { name: 'a time that is none', query: 'from=yesterday', reason: 'bad-time' },
  ])('refuses $name', async ({ query, reason }) => {
    const answer = await api.send(`${TOTAL}?${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ reason, actual: query.split('=')[1] })
  })

  test('is of nobody else', async () => {
    const other = await api.token({ tenant: 'umbrella' })
    expect((await api.send(TOTAL, { as: other })).status).toBe(404)
    const billing = await api.token({ servicePrefix: 'billing' })
    expect((await api.send(TOTAL, { as: billing })).status).toBe(403)
  })
})

describe('a service with 10,000 processes', () => {
  test('shows them a page at a time', async () => {
    const many = await testApi()
    await many.push(dump({ 'main.wait < main.main': 1 }), { instance: 'pod-0' })
    const { directory } = many.deps
    const [known] = await all(directory.processes(TENANT, 'checkout'))
    if (known === undefined) throw new Error('the push left no process')
    for (let i = 1; i < 10_000; i++) {
      await directory.sawProcess(TENANT, 'checkout', {
        ...known,
        id: `pod-${i}@unmarked`,
        instance: `pod-${i}`,
      })
    }
    const page = (await many.read('/v1/services/checkout/processes?limit=50')) as Page
    expect(page.items).toHaveLength(50)
    const next = (await many.read(`/v1/services/checkout/processes?limit=50&cursor=${page.next}`)) as Page
    expect(next.items).toHaveLength(50)
    expect(next.items).not.toContainEqual(page.items[0])
  })
})

interface Page {
  readonly items: readonly unknown[]
  readonly next: string
}
