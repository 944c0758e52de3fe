import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tellFindings } from '#shared/delivery/tell.ts'
import type { Finding } from '#shared/finding/finding.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'
import { TENANT, testStores } from '#test/support/api.ts'
import { type Receiver, startReceiver } from '#test/support/receiver.ts'
import { all } from '#test/support/stores.ts'
import { webhookAt } from '#test/support/webhook.ts'

let receiver: Receiver
let stores: ReturnType<typeof testStores>

beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
beforeEach(() => {
  receiver.received.length = 0
  receiver.answers.length = 0
  stores = testStores()
  stores.clock.now = FOUND
})

const hook = async (more: Partial<Webhook> = {}): Promise<void> =>
  stores.deps.webhooks.put(
    TENANT,
    webhookAt(`http://hooks.example.test:${receiver.port}/hook`, FOUND - DAY, more),
  )
const tell = (findings: readonly Finding[] = [findingOf()], service = 'checkout') =>
  tellFindings(stores.deps, TENANT, service, findings, stores.clock.now)
const bodies = () => receiver.received.map(({ body }) => JSON.parse(body))
const deliveries = () => all(stores.deps.deliveries.list(TENANT, 'hook'))
const many = (n: number): Finding[] =>
  Array.from({ length: n }, (_, i) => findingOf({ id: String(i).padStart(16, '0') }))

describe('a leak', () => {
  test('is told to topic and webhook, with the way to it', async () => {
    await hook()
    expect(await tell()).toEqual({ sent: 2, failures: [] })
    expect(stores.deps.topic.published).toMatchObject([
      { tenant: TENANT, message: { subject: 'New leak: checkout' } },
    ])
    expect(bodies()).toMatchObject([
      {
        type: 'finding.new',
        service: 'checkout',
        link: 'https://tidemark.test/s/checkout/f/1111111111111111',
      },
    ])
    expect(await deliveries()).toMatchObject([
      { type: 'finding.new', delivered: true, tries: 1, status: 200 },
    ])
  })

  test('is told once, however often it is judged', async () => {
    await hook()
    await tell()
    stores.clock.now += 3 * MINUTE
    expect(await tell()).toEqual({ sent: 0, failures: [] })
    expect([bodies().length, stores.deps.topic.published.length]).toEqual([1, 1])
  })

  test('is told once where two runs tell it at once', async () => {
    await hook()
    await Promise.all([tell(), tell(), tell()])
    expect([bodies().length, stores.deps.topic.published.length]).toEqual([1, 1])
  })

  test('is told again where its next step comes', async () => {
    await hook()
    await tell()
    stores.clock.now += 2 * HOUR
    await tell([findingOf({ after: [{ to: 'escalating', reason: '5.0 → 11.0 an hour' }] })])
    expect(bodies().map(({ type }) => type)).toEqual(['finding.new', 'finding.escalating'])
  })

  test('costs one query of the webhooks where nothing has befallen it for days', async () => {
    await hook()
    stores.clock.now += 3 * DAY + 1
    stores.rows.calls.length = 0
    await tell()
    expect(stores.rows.calls).toHaveLength(1)
  })

  test('that ended days ago costs no request to the table', async () => {
    await hook()
    stores.clock.now += 4 * DAY
    stores.rows.calls.length = 0
    await tell([findingOf({ after: [{ to: 'resolved', reason: 'gone' }] })])
    expect(stores.rows.calls).toEqual([])
  })
})

describe('a webhook', () => {
  test('is told nothing of before it was there', async () => {
    await hook({ createdAt: FOUND + 1 })
    await tell()
    expect(bodies()).toEqual([])
  })

  test('is told of its services only', async () => {
    await hook({ servicePrefix: 'shop/' })
    await tell()
    await tell([findingOf({ service: 'shop/basket' })], 'shop/basket')
    expect(bodies().map(({ service }) => service)).toEqual(['shop/basket'])
  })

  test('of Slack gets blocks', async () => {
    await hook({ kind: 'slack' })
    await tell()
    expect(bodies()).toMatchObject([{ text: expect.stringContaining('New leak'), blocks: [{}, {}] }])
    expect(Object.keys(bodies()[0])).toEqual(['text', 'blocks'])
  })

  test('gets one digest where the steps are many', async () => {
    await hook()
    await tell(many(6))
    expect(bodies()).toMatchObject([{ type: 'digest', service: 'checkout', changes: { length: 6 } }])
    stores.clock.now += 3 * MINUTE
    await tell(many(6))
    expect(bodies()).toHaveLength(1)
  })

  test('that fails for a moment is told in the same run', async () => {
    await hook()
    receiver.answers.push(503)
    expect(await tell()).toEqual({ sent: 2, failures: [] })
    expect(await deliveries()).toMatchObject([{ delivered: true, tries: 2 }])
  })

  test('that is down is told by a later run, with the same id, and nobody else twice', async () => {
    await hook()
    receiver.answers.push(500, 500, 500, 500)
    expect((await tell()).failures).toEqual(['It answered 500; only 200 to 299 count as delivered.'])
    stores.clock.now += MINUTE
    await tell()
    expect(receiver.received).toHaveLength(4)
    stores.clock.now += 5 * MINUTE
    expect(await tell()).toEqual({ sent: 1, failures: [] })
    expect(stores.deps.topic.published).toHaveLength(1)
    expect(new Set(bodies().map(({ id }) => id)).size).toBe(1)
    expect(await deliveries()).toMatchObject([
      { delivered: true, tries: 1, status: 200 },
      { delivered: false, tries: 4, status: 500 },
    ])
  })

  test('that is down costs a run the tries of one message', async () => {
    await hook()
    receiver.answers.push(...Array.from({ length: 8 }, () => 500))
    await tell(many(4))
    expect(receiver.received).toHaveLength(4)
    receiver.answers.length = 0
    stores.clock.now += 6 * MINUTE
    expect(await tell(many(4))).toEqual({ sent: 4, failures: [] })
  })

  test('that is down for a day is told no more: the report has it', async () => {
    await hook()
    receiver.answers.push(500, 500, 500, 500)
    await tell()
    stores.clock.now += DAY + MINUTE
    await tell()
    expect(receiver.received).toHaveLength(4)
  })
})

test('a topic that fails keeps no webhook waiting, and is told later', async () => {
  await hook()
  const { topic } = stores.deps
  const broken = { ...topic, publish: async () => Promise.reject(new Error('SNS does not answer')) }
  const told = await tellFindings({ ...stores.deps, topic: broken }, TENANT, 'checkout', [findingOf()], FOUND)
  expect(told).toEqual({ sent: 1, failures: ['Error: SNS does not answer'] })
  stores.clock.now += 6 * MINUTE
  expect(await tell()).toEqual({ sent: 1, failures: [] })
  expect([bodies().length, topic.published.length]).toEqual([1, 1])
})

test('a run that died before it sent leaves its notices to a later one', async () => {
  await hook()
  const died = { ...stores.deps, post: () => Promise.reject(new Error('the process ended')) }
  await expect(tellFindings(died, TENANT, 'checkout', [findingOf()], FOUND)).rejects.toThrow()
  expect(bodies()).toEqual([])
  stores.clock.now += 3 * MINUTE
  await tell()
  expect(bodies()).toHaveLength(1)
})
