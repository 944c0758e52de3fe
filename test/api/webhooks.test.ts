import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, STEADY } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { type Received, type Receiver, startReceiver } from '#test/support/receiver.ts'
import { TOO_MANY_WEBHOOKS } from './refused-telling.ts'

const NOTHING: Received = { path: '', headers: {}, body: '' }
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
})

const address = (): string => `http://hooks.example.test:${receiver.port}/hook`
async function make(more: object = {}, as?: string) {
  const init = { method: 'POST', body: JSON.stringify({ url: address(), ...more }), ...(as ? { as } : {}) }
  const response = await api.send('/v1/webhooks', init)
  return { status: response.status, webhook: (await response.json()) as Record<string, string> }
}
const post = (path: string, as?: string) => api.send(path, { method: 'POST', ...(as ? { as } : {}) })
const list = (as?: string) => pages({ read: (path: string) => api.read(path, as) }, '/v1/webhooks?limit=2')

describe('a webhook', () => {
  test('is made with a secret that is shown this once', async () => {
    const { status, webhook } = await make({ name: 'team chat', servicePrefix: 'shop/' })
    expect(status).toBe(201)
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { secret, ...rest } = webhook
    expect(rest).toMatchObject({
      name: 'team chat',
      kind: 'json',
      user: null,
      servicePrefix: 'shop/',
      reports: true,
    })
    expect(await list()).toEqual([rest])
    expect(JSON.stringify(await list())).not.toContain(secret)
  })

  test('is shown as it was asked for', async () => {
    const wanted = {
      url: 'https://acme.atlassian.net/browse/SHOP',
      kind: 'jira',
      user: 'ada',
      issueType: 'Bug',
      owner: '@ada',
    }
    const { webhook } = await make({ ...wanted, token: 't0k3n' })
    expect(webhook).toMatchObject(wanted)
    expect(await list()).toMatchObject([wanted])
    expect((await make()).webhook).toMatchObject({ issueType: null, owner: null, servicePrefix: null })
  })

  test('and its secret are kept by no cache', async () => {
    const init = { method: 'POST', body: JSON.stringify({ url: address() }) }
    expect((await api.send('/v1/webhooks', init)).headers.get('cache-control')).toBe('no-store')
  })

  test('more than there may be is refused, until one is removed', async () => {
    const refused = await TOO_MANY_WEBHOOKS.send(api)
    expect(await refused.json()).toMatchObject({
      reason: TOO_MANY_WEBHOOKS.reason,
      ...TOO_MANY_WEBHOOKS.says,
    })
    const all = await list()
    expect(new Set(all.map(({ id }) => id)).size).toBe(20)
    expect((await api.send(`/v1/webhooks/${all[7]?.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await make()).status).toBe(201)
  })

  test('without a name is called by its host', async () => {
    expect((await make()).webhook.name).toBe(`hooks.example.test:${receiver.port}`)
  })

  test('is removed, and told no more', async () => {
    const { webhook } = await make()
    expect((await api.send(`/v1/webhooks/${webhook.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await api.send(`/v1/webhooks/${webhook.id}`, { method: 'DELETE' })).status).toBe(404)
    expect(await list()).toEqual([])
    await judgedTwice()
    expect(receiver.received).toEqual([])
  })

  test('of others is neither seen nor tested nor removed', async () => {
    const { webhook } = await make()
    const as = await api.token({ tenant: 'umbrella' })
    expect(await list(as)).toEqual([])
    expect((await post(`/v1/webhooks/${webhook.id}/test`, as)).status).toBe(404)
    expect((await api.send(`/v1/webhooks/${webhook.id}`, { method: 'DELETE', as })).status).toBe(404)
    expect((await api.send(`/v1/webhooks/${webhook.id}/deliveries`, { as })).status).toBe(404)
  })

  test('is made by a token for some services for these only', async () => {
    const { webhook: wide } = await make()
    const as = await api.token({ servicePrefix: 'shop/' })
    expect((await make({}, as)).status).toBe(403)
    expect((await make({ servicePrefix: 'sho' }, as)).status).toBe(403)
    const { status, webhook } = await make({ servicePrefix: 'shop/a' }, as)
    expect(status).toBe(201)
    expect((await list(as)).map(({ id }) => id)).toEqual([webhook.id])
    expect((await post(`/v1/webhooks/${wide.id}/test`, as)).status).toBe(404)
  })
})

describe('a token', () => {
  test('is sent and never shown; a receiver that checks no signature gets no secret', async () => {
    const { status, webhook } = await make({ kind: 'alertmanager', user: 'ada', token: 't0k3n' })
    expect(status).toBe(201)
    expect(webhook).toMatchObject({ secret: null, user: 'ada', reports: false })
    await post(`/v1/webhooks/${webhook.id}/test`)
    const shown = [webhook, await list(), await pages(api, `/v1/webhooks/${webhook.id}/deliveries?limit=1`)]
    expect(JSON.stringify(shown)).not.toContain('t0k3n')
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa('ada:t0k3n')}`)
  })
})

describe('a test', () => {
  test.each([
    [{ kind: 'alertmanager' }, [[{ labels: { alertname: 'TidemarkTest' } }]]],
    [{ kind: 'teams' }, [{ type: 'message' }]],
    [
      { kind: 'pagerduty', token: 'k3y' },
      [
        { routing_key: 'k3y', event_action: 'trigger' },
        { routing_key: 'k3y', event_action: 'resolve' },
      ],
    ],
  ])('of %o is in the words of the receiver', async (more, bodies) => {
    const { webhook } = await make(more)
    const response = await post(`/v1/webhooks/${webhook.id}/test`)
    expect(await response.json()).toMatchObject({ delivered: true, status: 200 })
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject(bodies)
  })

  test('of a tracker files nothing, and says what it shows', async () => {
    const { webhook } = await make({
      url: `http://tracker.example.test:${receiver.port}/acme/shop`,
      kind: 'github',
      token: 't0k3n',
    })
    const response = await post(`/v1/webhooks/${webhook.id}/test`)
    expect(await response.json()).toMatchObject({
      delivered: true,
      note: expect.stringContaining('can read'),
    })
    expect(receiver.received).toMatchObject([{ path: '/api/v3/repos/acme/shop/issues?per_page=1' }])
    receiver.answers.push(401)
    const refused = await (await post(`/v1/webhooks/${webhook.id}/test`)).json()
    expect(refused).toMatchObject({ delivered: false, failure: expect.stringContaining('token is wrong') })
    const log = await pages(api, `/v1/webhooks/${webhook.id}/deliveries?limit=2`)
    expect(log).toMatchObject([{ type: 'test' }, { type: 'test' }])
    expect(JSON.stringify([log, refused, await list()])).not.toContain('t0k3n')
  })

  test('reaches the address, and its signature can be made again', async () => {
    const { webhook } = await make()
    const response = await post(`/v1/webhooks/${webhook.id}/test`)
    expect(await response.json()).toMatchObject({ delivered: true, tries: 1, status: 200, failure: null })
    const [{ headers, body } = NOTHING] = receiver.received
    expect(JSON.parse(body)).toMatchObject({ type: 'test' })
    const key = Buffer.from(String(webhook.secret).slice('whsec_'.length), 'base64')
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
  })

  test('says how it failed, and nothing that the other side said', async () => {
    const { webhook } = await make()
    receiver.answers.push(404)
    const response = await post(`/v1/webhooks/${webhook.id}/test`)
    expect(response.status).toBe(200)
    const answer = await response.text()
    expect(JSON.parse(answer)).toMatchObject({ delivered: false, tries: 1, status: 404 })
    expect(answer).not.toContain('secret of the receiver')
  })
})

/** Two processes leak for two days, which is probable; the judge is asked twice. */
async function judgedTwice(): Promise<void> {
  const start = new Date(NOW - 48 * HOUR).toISOString()
  for (let hour = 1; hour <= 48; hour++) {
    api.clock.now = NOW - (48 - hour) * HOUR
    for (const instance of ['pod-1', 'pod-2'])
      await api.push(dump({ [LEAKING]: 5 + 12 * hour, [STEADY]: 4 }), { start, instance })
  }
  for (let times = 0; times < 2; times++) {
    expect((await post('/v1/judge?service=checkout&wait=true')).status).toBe(200)
    api.clock.now += 3 * MINUTE
  }
}

describe('a judge', () => {
  test('tells of a leak that it found, once, and the delivery is in the log', async () => {
    const { webhook } = await make()
    await judgedTwice()
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['finding.new'])
    const log = await pages(api, `/v1/webhooks/${webhook.id}/deliveries?limit=1`)
    expect(log).toMatchObject([{ type: 'finding.new', service: 'checkout', delivered: true, status: 200 }])
  })

  test('does not fail where nobody can be told, and a later run tells', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await make()
    api.rows.fails = ({ pk }) => pk.endsWith('#told#notices')
    await judgedTwice()
    expect(receiver.received).toEqual([])
    expect(log.mock.calls).toHaveLength(2)
    log.mockRestore()
    api.rows.fails = () => false
    await post('/v1/judge?service=checkout&wait=true')
    expect(receiver.received).toHaveLength(1)
  })
})

test('deliveries are listed page by page, the newest first', async () => {
  const { webhook } = await make()
  const ids: string[] = []
  for (let sent = 0; sent < 5; sent++) {
    api.clock.now += 1_000
    const answer = (await (await post(`/v1/webhooks/${webhook.id}/test`)).json()) as { id: string }
    ids.unshift(answer.id)
  }
  const log = await pages(api, `/v1/webhooks/${webhook.id}/deliveries?limit=2`)
  expect(log.map(({ id }) => id)).toEqual(ids)
})
