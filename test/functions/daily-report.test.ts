import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reportYesterday } from '#functions/report/report.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { type Receiver, startReceiver } from '#test/support/receiver.ts'
import { webhookAt } from '#test/support/webhook.ts'

/** Half an hour into Tuesday: the report is of Monday. */
const TUESDAY = Date.UTC(2026, 8, 8, 0, 30)

let receiver: Receiver
let api: TestApi

beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
beforeEach(async () => {
  receiver.received.length = 0
  receiver.answers.length = 0
  api = await testApi({ reach: 'private too' })
  await api.push(dump({ 'main.a < main.b': 7 }))
  await api.push(dump({ 'main.a < main.b': 3 }), { service: 'shop/basket' })
  api.clock.now = TUESDAY
})

const run = () => reportYesterday(api.deps, api.clock.now)
const keys = async () => (await api.profiles.keys()).filter((key) => key.startsWith('reports/'))
const hook = (id: string, more: { servicePrefix?: string; reports?: boolean } = {}) =>
  api.deps.webhooks.put(
    TENANT,
    webhookAt(`http://hooks.example.test:${receiver.port}/${id}`, NOW, { id, name: id, ...more }),
  )

describe('the report of yesterday', () => {
  test('is stored in three forms and told', async () => {
    await hook('all')
    expect(await run()).toEqual({ date: '2026-09-07', reports: 1, failures: [] })
    expect(await keys()).toEqual(
      ['html', 'json', 'md'].map((form) => `reports/${TENANT}/2026-09-07/report.${form}`),
    )
    expect(api.deps.topic.published).toMatchObject([
      { tenant: TENANT, message: { subject: 'Tidemark, 2026-09-07: nothing to report' } },
    ])
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'report', date: '2026-09-07', link: 'https://tidemark.test/reports/2026-09-07' },
    ])
  })

  test('counts what no judge has closed yet', async () => {
    await run()
    expect(await api.read('/v1/reports/2026-09-07')).toMatchObject({
      services: [
        { name: 'checkout', processes: 1, covered: { hours: 1, of: 24 }, lastJudged: null },
        { name: 'shop/basket' },
      ],
    })
    const report = (await api.read('/v1/reports/2026-09-07')) as { services: [{ hourly: unknown[] }] }
    expect(
      report.services[0].hourly.map((count, hour) => [hour, count]).filter(([, count]) => count !== null),
    ).toEqual([[8, 7]])
  })

  test('is the same whether the hours are closed or not, and from day blocks', async () => {
    const before = (await api.read('/v1/reports/2026-09-07')) as object
    expect(before).toMatchObject({ reason: 'unknown-report' })
    await run()
    const { services } = (await api.read('/v1/reports/2026-09-07')) as { services: { hourly: unknown }[] }
    for (const days of [0, 6]) {
      api.clock.now = TUESDAY + days * DAY + HOUR
      for (const name of ['checkout', 'shop%2Fbasket'])
        expect((await api.send(`/v1/judge?service=${name}&wait=true`, { method: 'POST' })).status).toBe(200)
      const again = await api.send('/v1/reports?date=2026-09-07', { method: 'POST' })
      const { services: closed } = (await again.json()) as { services: { hourly: unknown }[] }
      expect(closed.map(({ hourly }) => hourly)).toEqual(services.map(({ hourly }) => hourly))
    }
  })

  test('that is made again changes nothing and tells nobody again', async () => {
    await hook('all')
    await run()
    const first = await api.read('/v1/reports/2026-09-07')
    await api.push(dump({ 'main.a < main.b': 70 }), { at: new Date(NOW + HOUR).toISOString() })
    api.clock.now += HOUR
    expect(await run()).toEqual({ date: '2026-09-07', reports: 1, failures: [] })
    expect(await api.read('/v1/reports/2026-09-07')).toEqual(first)
    expect([receiver.received.length, api.deps.topic.published.length]).toEqual([1, 1])
  })

  test('reaches those later who could not be reached', async () => {
    await hook('all')
    receiver.answers.push(500, 500, 500, 500)
    expect((await run()).failures).toHaveLength(1)
    api.clock.now += 60_000
    expect((await run()).failures).toEqual([])
    expect(receiver.received).toHaveLength(5)
    expect(api.deps.topic.published).toHaveLength(1)
  })

  test('is cut to what a webhook is for, and left out where it is not wanted', async () => {
    await hook('shop', { servicePrefix: 'shop/' })
    await hook('none', { reports: false })
    await run()
    expect(receiver.received.map(({ path }) => path)).toEqual(['/shop'])
    expect(receiver.received[0]?.body).not.toContain('checkout')
  })

  test('of a tenant that fails is left to the next run, and the others have theirs', async () => {
    await api.deps.directory.addService('umbrella', 'api', NOW)
    await api.token({ tenant: 'umbrella' })
    api.rows.fails = ({ verb, pk }) => verb === 'query' && pk === TENANT
    expect(await run()).toMatchObject({ reports: 1, failures: [expect.stringContaining(TENANT)] })
    api.rows.fails = () => false
    expect(await run()).toMatchObject({ reports: 2, failures: [] })
  })

  test('is made for nobody who had no service then', async () => {
    await api.token({ tenant: 'empty' })
    await api.token({ tenant: 'fresh' })
    await api.deps.directory.addService('fresh', 'api', TUESDAY)
    expect(await run()).toMatchObject({ reports: 1 })
    expect((await keys()).every((key) => key.startsWith(`reports/${TENANT}/`))).toBe(true)
  })

  test('whose other forms were lost on the way has them after the next run', async () => {
    api.profiles.fails = 'never'
    await run()
    for (const form of ['html', 'md'])
      await api.deps.profiles.remove(`reports/${TENANT}/2026-09-07/report.${form}`)
    await run()
    expect(await keys()).toHaveLength(3)
  })
})
