import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tellFindings } from '#shared/delivery/tell.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { ALERT_LASTS, type Alert } from '#shared/notice/alertmanager.ts'
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

const hook = async (more: Partial<Webhook>): Promise<void> =>
  stores.deps.webhooks.put(
    TENANT,
    webhookAt(`http://hooks.example.test:${receiver.port}/`, FOUND - DAY, { secret: undefined, ...more }),
  )
const tell = (findings: readonly Finding[] = [findingOf()]) =>
  tellFindings(stores.deps, TENANT, 'checkout', findings, stores.clock.now, () => ['@payments'])
const bodies = <Body>() => receiver.received.map(({ body }) => JSON.parse(body) as Body)
const deliveries = () => all(stores.deps.deliveries.list(TENANT, 'hook'))
const many = (n: number): Finding[] =>
  Array.from({ length: n }, (_, i) => findingOf({ id: String(i).padStart(16, '0') }))
const RESOLVED = findingOf({ after: [{ to: 'resolved', reason: 'gone' }] })
const ARCHIVED = findingOf({ after: [{ to: 'archived', reason: 'archived', by: 'Ada' }] })

describe('Alertmanager', () => {
  const alertmanager = { kind: 'alertmanager', user: 'ada', token: 'pass' } as const

  test('gets the alert with its owner at the address of the API, as its user', async () => {
    await hook(alertmanager)
    expect(await tell()).toMatchObject({ failures: [] })
    expect(receiver.received).toMatchObject([
      { path: '/api/v2/alerts', headers: { authorization: `Basic ${btoa('ada:pass')}` } },
    ])
    expect(bodies()).toMatchObject([[{ labels: { alertname: 'GoroutineLeak', owner: '@payments' } }]])
    expect(await deliveries()).toMatchObject([{ type: 'finding.new', delivered: true }])
  })

  test('gets it again while it is active, with a later end, and the log stays short', async () => {
    await hook(alertmanager)
    for (let run = 0; run < 6; run++) {
      await tell()
      stores.clock.now += 10 * MINUTE
    }
    const ends = bodies<Alert[]>().map(([alert]) => Date.parse(alert?.endsAt ?? ''))
    expect(ends).toEqual(Array.from({ length: 6 }, (_, run) => FOUND + ALERT_LASTS + run * 10 * MINUTE))
    expect(await deliveries()).toHaveLength(1)
  })

  test('is not asked more often than it helps, nor by two runs at once', async () => {
    await hook(alertmanager)
    await tell()
    stores.clock.now += 30_000
    await Promise.all([tell(), tell(), tell()])
    expect(receiver.received).toHaveLength(1)
    stores.clock.now += 3 * MINUTE
    await Promise.all([tell(), tell(), tell()])
    expect(receiver.received).toHaveLength(2)
  })

  test.each([
    ['the judge resolves it', RESOLVED],
    ['a person archives it', ARCHIVED],
  ])('hears at once that it ended where %s', async (_, finding) => {
    await hook(alertmanager)
    await tell()
    stores.clock.now = FOUND + HOUR + MINUTE
    await tell([finding])
    expect(bodies<Alert[]>()[1]).toMatchObject([{ endsAt: new Date(FOUND + HOUR).toISOString() }])
    stores.clock.now += ALERT_LASTS
    await tell([finding])
    expect(receiver.received).toHaveLength(2)
  })

  test('that answers 500 for a day is asked on, each failure is in the log, and then it has all alerts', async () => {
    await hook(alertmanager)
    receiver.answers.push(...Array.from({ length: 24 * 4 }, () => 500))
    for (let hour = 0; hour < 24; hour++) {
      expect((await tell()).failures).toHaveLength(1)
      stores.clock.now += HOUR
    }
    expect(await deliveries()).toHaveLength(24)
    receiver.received.length = 0
    expect(await tell(many(300))).toMatchObject({ failures: [] })
    expect(bodies<Alert[]>().map(({ length }) => length)).toEqual([256, 44])
  })

  test('that is added later gets what is active', async () => {
    await hook({ ...alertmanager, createdAt: FOUND + DAY })
    stores.clock.now += 2 * DAY
    await tell()
    expect(bodies<Alert[]>()[0]).toHaveLength(1)
  })

  test('of another owner gets nothing', async () => {
    await hook({ ...alertmanager, owner: '@search' })
    await tell()
    expect(receiver.received).toEqual([])
  })
})

describe('PagerDuty', () => {
  const pagerduty = { kind: 'pagerduty', token: 'R0UT1NGK3Y' } as const
  type Event = { readonly event_action: string; readonly dedup_key: string }

  test('gets an incident a leak, which the same key resolves', async () => {
    await hook(pagerduty)
    await tell()
    stores.clock.now += 2 * HOUR
    await tell([ARCHIVED])
    expect(bodies<Event>().map(({ event_action, dedup_key }) => `${event_action} ${dedup_key}`)).toEqual([
      'trigger 1111111111111111@checkout',
      'resolve 1111111111111111@checkout',
    ])
    expect(receiver.received[0]?.headers).not.toHaveProperty('authorization')
    expect(JSON.stringify(await deliveries())).not.toContain('R0UT1NGK3Y')
  })

  test('gets no digest: an event each, twenty in a run', async () => {
    await hook(pagerduty)
    await tell(many(45))
    expect(receiver.received).toHaveLength(20)
    for (let run = 0; run < 3; run++) {
      stores.clock.now += 10 * MINUTE
      await tell(many(45))
    }
    expect(new Set(bodies<Event>().map(({ dedup_key }) => dedup_key)).size).toBe(45)
    expect(receiver.received).toHaveLength(45)
  })

  test('that is down over a weekend hears of it on Monday', async () => {
    await hook(pagerduty)
    receiver.answers.push(500, 500, 500, 500)
    await tell()
    stores.clock.now += 2.5 * DAY
    expect(await tell()).toMatchObject({ failures: [] })
    expect(await deliveries()).toMatchObject([{ delivered: true }, { delivered: false, tries: 4 }])
  })
})

test('Teams gets a card a message, and a digest where they are many', async () => {
  await hook({ kind: 'teams' })
  await tell(many(6))
  expect(bodies()).toMatchObject([{ type: 'message', attachments: [{ content: { type: 'AdaptiveCard' } }] }])
})
