import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const CHECKOUT = '/v1/services/checkout'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
  await api.push(dump({ 'main.a < main.b': 1 }))
})

/** @param ifMatch null: none */
const patch = (body: unknown, { ifMatch = '*' as string | null, path = CHECKOUT, as = '' } = {}) =>
  api.send(path, {
    method: 'PATCH',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/merge-patch+json', ...(ifMatch && { 'if-match': ifMatch }) },
    ...(as === '' ? {} : { as }),
  })
const answered = async (response: Response) => [response.status, await response.json()]
const setTo = async (settings: object): Promise<void> => {
  const response = await patch({ settings })
  if (response.status !== 200) throw new Error(await response.text())
}

describe('the settings of a service', () => {
  test('are the defaults until somebody chooses', async () => {
    const response = await api.send(CHECKOUT)
    expect(response.headers.get('etag')).toBe('"0"')
    expect(await response.json()).toMatchObject({
      settings: {
        resolutionSeconds: null,
        windowDays: 14,
        limits: { goroutines: null, descriptors: 65_536 },
        ownCode: [],
        allowedLabels: null,
        intended: [],
        dumpsUpTo: 10_000,
        owner: null,
        links: [],
      },
      settingsRevision: 0,
      nextResolution: null,
    })
  })

  test('are changed member by member, and taken back by null', async () => {
    const links = [{ title: 'Runbook', url: 'https://wiki.example.com/checkout' }]
    const first = await patch({ settings: { owner: 'shop', links, limits: { goroutines: 20_000 } } })
    expect(first.headers.get('etag')).toBe('"1"')
    expect(await first.json()).toMatchObject({
      name: 'checkout',
      settings: { owner: 'shop', links, limits: { goroutines: 20_000, descriptors: 65_536 } },
      settingsRevision: 1,
    })
    await patch(
      { settings: { owner: null, limits: { goroutines: null, descriptors: 4_096 } } },
      { ifMatch: '"1"' },
    )
    const after = await api.send(CHECKOUT)
    expect(after.headers.get('etag')).toBe('"2"')
    expect(await after.json()).toMatchObject({
      settings: { owner: null, links, limits: { goroutines: null, descriptors: 4_096 } },
      settingsRevision: 2,
    })
  })

  test('as they were read can be sent back', async () => {
    await setTo({ windowDays: 30, intended: [{ creator: 'main.main', atMost: 4, reason: 'four workers' }] })
    const { settings } = (await api.read(CHECKOUT)) as { settings: object }
    await setTo(settings)
    expect(await api.read(CHECKOUT)).toMatchObject({ settings, settingsRevision: 2 })
  })

  test.each([
    [null, 428, 'precondition-required'],
    ['"0"', 412, 'precondition-failed'],
    ['"2"', 412, 'precondition-failed'],
    ['W/"1"', 412, 'precondition-failed'],
    ['1', 412, 'precondition-failed'],
    ['"7", "1"', 200, undefined],
    ['*', 200, undefined],
  ])('of revision 1 answer a change with If-Match %s by %d', async (ifMatch, status, reason) => {
    await setTo({ owner: 'shop' })
    const answer = await answered(await patch({ settings: { owner: 'payments' } }, { ifMatch }))
    expect(answer).toMatchObject([status, reason === undefined ? { settingsRevision: 2 } : { reason }])
    const owner = status === 200 ? 'payments' : 'shop'
    expect(await api.read(CHECKOUT)).toMatchObject({ settings: { owner } })
  })

  test('go to one of many changes that were made at once on the same revision', async () => {
    const owners = Array.from({ length: 8 }, (_, i) => `owner ${i}`)
    const all = await Promise.all(
      owners.map(async (owner) => {
        const response = await patch({ settings: { owner } }, { ifMatch: '"0"' })
        return { owner, status: response.status }
      }),
    )
    const won = all.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    expect(all.filter(({ status }) => status === 412)).toHaveLength(7)
    expect(await api.read(CHECKOUT)).toMatchObject({
      settings: { owner: won[0]?.owner },
      settingsRevision: 1,
    })
  })

  test.each<[string, unknown, object]>([
    ['a member that there is none of', { settings: { window: 3 } }, { actual: 'window' }],
    ['a member of the service that is no setting', { settings: {}, name: 'other' }, { actual: 'name' }],
    ['no settings', {}, {}],
    ['a list', [], {}],
    ['a list of settings', { settings: [] }, { detail: 'The member settings must be an object, not Array.' }],
    [
      'a list of limits',
      { settings: { limits: [] } },
      { detail: expect.stringContaining('settings.limits') },
    ],
    ['what is not JSON', '{"settings":', {}],
    ['a window longer than counts are kept', { settings: { windowDays: 91 } }, { limit: 90, actual: 91 }],
    [
      'more than a row should hold, in two steps',
      { settings: { intended: Array(95).fill({ any: 'a'.repeat(300) }) } },
      { limit: 32_768 },
    ],
  ])('refuse %s, and stay', async (_, body, says) => {
    await setTo({ links: Array(10).fill({ title: 'x', url: `https://a.example/${'a'.repeat(480)}` }) })
    const before = await api.read(CHECKOUT)
    expect(await answered(await patch(body))).toMatchObject([400, { reason: 'bad-parameter', ...says }])
    expect(await api.read(CHECKOUT)).toEqual(before)
  })

  test('are for admins of the service alone', async () => {
    const body = { settings: { owner: 'eve' } }
    const reader = await api.token({ scopes: ['read', 'push'] })
    const elsewhere = await api.token({ servicePrefix: 'billing' })
    for (const as of [reader, elsewhere])
      expect(await answered(await patch(body, { as }))).toMatchObject([403, { reason: 'forbidden' }])
    const other = await api.token({ tenant: 'umbrella' })
    expect((await patch(body, { as: other })).status).toBe(404)
    expect((await patch(body, { path: '/v1/services/nobody' })).status).toBe(404)
    expect(await api.read(CHECKOUT)).toMatchObject({ settingsRevision: 0 })
  })
})

describe('an intended stack', () => {
  const states = async () => (await pages(api, '/v1/findings?service=shop')).map(({ state }) => state)
  const judge = async () =>
    (await api.send('/v1/judge?service=shop&wait=true', { method: 'POST' })).json() as Promise<object>
  const intend = (intended: object[]) => patch({ settings: { intended } }, { path: '/v1/services/shop' })

  test('is no finding from the next judge on, until the settings no longer say so', async () => {
    await leakingService(api, 'shop', 12)
    expect(await states()).toEqual(['new'])
    await intend([{ any: 'main.leak', reason: 'one for each shard' }])
    expect(await judge()).toMatchObject({
      verdicts: [],
      others: expect.arrayContaining([
        expect.objectContaining({
          verdict: 'intended',
          why: 'the settings mark any frame main.leak as intended (one for each shard)',
        }),
      ]),
    })
    expect(await states()).toEqual(['intended'])
    expect(await pages(api, '/v1/findings')).toEqual([])
    expect(await api.read('/v1/services/shop')).toMatchObject({ openFindings: 0 })
    await intend([{ any: 'main.leak', atMost: 100 }])
    expect(await judge()).toMatchObject({ verdicts: [{}] })
    expect(await states()).toEqual(['ongoing'])
  })
})

describe('ingest', () => {
  const pushAt = async (seconds: number, query = {}) => {
    api.clock.now = NOW + seconds * 1_000
    const response = await api.push(dump({ 'main.a < main.b': seconds + 2 }), query)
    return (await response.json()) as { id: string; decision: string; next: { afterSeconds: number } }
  }

  test('takes a new resolution from a full hour on, of which every function has heard', async () => {
    // 08:30: the hour at 09:00 is half an hour away.
    await setTo({ resolutionSeconds: 15 })
    expect(await api.read(CHECKOUT)).toMatchObject({
      nextResolution: { seconds: 15, from: '2026-09-07T09:00:00.000Z' },
    })
    const seconds = [1_740, 1_755, 1_800, 1_814, 1_815, 1_830]
    const decisions: string[] = []
    for (const second of seconds) decisions.push((await pushAt(second)).decision)
    expect(decisions).toEqual(['stored', 'coalesced', 'stored', 'coalesced', 'stored', 'stored'])
    expect((await pushAt(1_900)).next.afterSeconds).toBe(15)
    expect(await api.read(CHECKOUT)).toMatchObject({ nextResolution: null })
  })

  test('keeps one slot for a push that is sent again after the change', async () => {
    await setTo({ resolutionSeconds: 15 })
    const at = new Date(NOW + 80_000).toISOString()
    const first = await pushAt(80, { at })
    const again = await pushAt(2 * 3_600, { at })
    expect([first.decision, again.decision, again.id]).toEqual(['stored', 'coalesced', first.id])
  })

  test('keeps the values of allowed labels alone, ten minutes later at most', async () => {
    const labels = { 'label.zone': 'eu', 'label.user': 'ada' }
    const labelsOf = async (instance: string, minutes: number): Promise<unknown> => {
      await pushAt(minutes * 60, { instance, ...labels })
      const processes = await pages(api, `${CHECKOUT}/processes`)
      return processes.find((process) => process.instance === instance)?.labels
    }
    expect(await labelsOf('before', 1)).toEqual({ zone: 'eu', user: 'ada' })
    await setTo({ allowedLabels: ['zone'] })
    expect(await labelsOf('after', 11)).toEqual({ zone: 'eu', user: '' })
    const objects = await Promise.all((await api.profiles.keys()).map((key) => api.deps.profiles.get(key)))
    const facts = objects.map((object) => decodeURIComponent(object?.metadata.facts ?? ''))
    expect(facts.filter((text) => text.includes('after') && text.includes('ada'))).toEqual([])
  })

  test('keeps no value where it cannot be told which are allowed', async () => {
    const cold = await testApi()
    cold.rows.fails = ({ verb, sk }) => verb === 'get' && sk.startsWith('service#')
    await cold.push(dump({ 'main.a < main.b': 1 }), { 'label.zone': 'eu' })
    cold.rows.fails = () => false
    const [{ labels } = {}] = await pages(cold, `${CHECKOUT}/processes`)
    expect(labels).toEqual({ zone: '' })
  })

  test('goes on with the settings it knows while the index is down', async () => {
    await setTo({ allowedLabels: [] })
    await pushAt(11 * 60)
    api.clock.now = NOW + 25 * MINUTE
    api.rows.fails = ({ verb, sk }) => verb === 'get' && sk.startsWith('service#')
    await api.push(dump({ 'main.a < main.b': 1 }), { instance: 'later', 'label.user': 'ada' })
    api.rows.fails = () => false
    const processes = await pages(api, `${CHECKOUT}/processes`)
    expect(processes.find(({ instance }) => instance === 'later')?.labels).toEqual({ user: '' })
  })
})
