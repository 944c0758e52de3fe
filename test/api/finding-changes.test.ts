import { beforeEach, describe, expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { changeFinding } from '#shared/finding/change.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi
let path: string

beforeEach(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const [{ id } = {}] = await pages(api, '/v1/findings')
  path = `/v1/findings/${id}`
})

/** @param ifMatch null: none */
const patch = (body: unknown, { ifMatch = '*' as string | null, as = '' } = {}) =>
  api.send(path, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) },
    ...(as === '' ? {} : { as }),
  })
const answered = async (response: Response) => [response.status, await response.json()]
const inbox = async (query = '') => (await pages(api, `/v1/findings?${query}`)).map(({ state }) => state)
const judge = () => api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })

/** The leak goes on for some hours by the clock of its process. */
async function leakOn(hours: number, query: Readonly<Record<string, string>> = {}): Promise<void> {
  const start = new Date(NOW - 48 * HOUR).toISOString()
  for (let hour = 1; hour <= hours; hour++) {
    api.clock.now += HOUR
    const body = dump({ [LEAKING]: 5 + 12 * (48 + hour) })
    await api.push(body, { service: 'checkout', start, version: 'v1.4.2', ...query })
  }
}

describe('PATCH /v1/findings/{id}', () => {
  test('takes a finding out of the inbox, tells who did it and why, and puts it back', async () => {
    const ops = await api.token({ name: 'ops' })
    const until = { growth: 3 }
    const archived = await patch(
      { archive: { until }, comment: 'Known since May.' },
      { ifMatch: '"1"', as: ops },
    )
    expect(archived.headers.get('etag')).toBe('"2"')
    const body = await archived.json()
    expect(body).toMatchObject({
      state: 'archived',
      until: { perHour: expect.closeTo(36, 6) },
      revision: 2,
      history: [
        { to: 'new', by: null },
        {
          at: new Date(NOW).toISOString(),
          from: 'new',
          to: 'archived',
          reason: 'archived until it grows by 36 per hour',
          by: 'ops',
          comment: 'Known since May.',
        },
      ],
    })
    expect(await api.read(path)).toEqual(body)
    expect(await inbox()).toEqual([])
    expect(await inbox('state=archived')).toEqual(['archived'])
    expect(await inbox('state=resolved')).toEqual([])
    expect(await inbox('service=checkout&state=archived')).toEqual(['archived'])
    expect(await api.read('/v1/services/checkout')).toMatchObject({
      openFindings: 0,
      findings: { probable: 0, suspect: 0 },
    })
    expect(await answered(await patch({ reopen: true }))).toMatchObject([
      200,
      { state: 'ongoing', until: null },
    ])
    expect(await inbox()).toEqual(['ongoing'])
    expect(await api.read('/v1/services/checkout')).toMatchObject({ openFindings: 1 })
  })

  test.each<[object, object]>([
    [{ resolve: { in: 'now' } }, { state: 'resolved', until: null }],
    [
      { resolve: { in: 'nextVersion' } },
      { state: 'resolved', until: { versionOtherThan: ['v1.4.2'] }, grewIn: ['v1.4.2'] },
    ],
    [{ archive: { until: 'forever' } }, { state: 'archived', until: 'forever' }],
    [
      { archive: { until: { date: '2026-10-01T00:00:00Z' } } },
      { state: 'archived', until: { date: '2026-10-01T00:00:00.000Z' } },
    ],
    [{ intended: true }, { state: 'intended' }],
    [{ intended: { reason: 'one a shard' } }, { state: 'intended' }],
    [{ assign: 'Ada Lovelace' }, { state: 'new', assignee: 'Ada Lovelace' }],
    [{ comment: 'two\nlines' }, { state: 'new' }],
  ])('does %j', async (change, after) => {
    expect(await answered(await patch(change))).toMatchObject([200, { ...after, revision: 2 }])
    expect(await api.read(path)).toMatchObject({ ...after, revision: 2 })
  })

  test('answers a change that changes nothing with what stands there', async () => {
    expect(await answered(await patch({ reopen: true }))).toMatchObject([200, { state: 'new', revision: 1 }])
  })

  test.each<[string, object, object]>([
    ['nothing', {}, {}],
    ['two changes at once', { reopen: true, intended: true }, {}],
    ['a word that there is none of', { close: true }, {}],
    ['a resolve without when', { resolve: {} }, {}],
    ['a resolve in a version by name', { resolve: { in: 'v2' } }, { actual: 'v2' }],
    ['an archive until yesterday', { archive: { until: { date: '2026-09-06T00:00:00Z' } } }, {}],
    ['an archive until no growth', { archive: { until: { growth: 1 } } }, {}],
    ['an archive until both', { archive: { until: { growth: 2, date: '2027-01-01T00:00:00Z' } } }, {}],
    ['a comment that is too long', { comment: 'a'.repeat(1_001) }, {}],
    ['a comment of control characters', { comment: 'a\u0000b' }, {}],
    ['an empty name', { assign: ' ' }, {}],
  ])('refuses %s, and nothing moves', async (_, change, says) => {
    expect(await answered(await patch(change))).toMatchObject([400, { reason: 'bad-parameter', ...says }])
    expect(await api.read(path)).toMatchObject({ state: 'new', revision: 1 })
  })

  test.each([
    [null, 428, 'precondition-required'],
    ['"2"', 412, 'precondition-failed'],
    ['"0"', 412, 'precondition-failed'],
  ])('with If-Match %s answers %d', async (ifMatch, status, reason) => {
    expect(await answered(await patch({ intended: true }, { ifMatch }))).toMatchObject([status, { reason }])
    const response = await api.send(path)
    expect(response.headers.get('etag')).toBe('"1"')
    expect(await response.json()).toMatchObject({ state: 'new' })
  })

  test('is for admins of the service alone', async () => {
    const reader = await api.token({ scopes: ['read', 'push'] })
    const elsewhere = await api.token({ servicePrefix: 'billing' })
    for (const as of [reader, elsewhere]) expect((await patch({ intended: true }, { as })).status).toBe(403)
    const other = await api.token({ tenant: 'umbrella' })
    expect((await patch({ intended: true }, { as: other })).status).toBe(404)
    expect(await api.read(path)).toMatchObject({ state: 'new' })
  })

  test('lets one of many changes pass that were made at once on the same revision', async () => {
    const comments = Array.from({ length: 8 }, (_, i) => `comment ${i}`)
    const statuses = await Promise.all(
      comments.map(async (comment) => (await patch({ comment }, { ifMatch: '"1"' })).status),
    )
    expect(statuses.toSorted()).toEqual([200, ...Array(7).fill(412)])
    const { history } = (await api.read(path)) as { history: { comment?: string }[] }
    const [kept, ...more] = history.flatMap(({ comment }) => comment ?? [])
    expect([kept, more]).toEqual([comments[statuses.indexOf(200)], []])
  })
})

describe('the judge', () => {
  test('leaves what was decided, as often as it runs, and keeps the figures up to date', async () => {
    await patch({ archive: { until: 'forever' } })
    await leakOn(3)
    for (let run = 0; run < 2; run++) {
      await judge()
      expect(await api.read(path)).toMatchObject({
        state: 'archived',
        revision: 3,
        verdict: { members: [{ count: 5 + 12 * 51 }] },
      })
    }
    expect(await inbox()).toEqual([])
  })

  test('brings back one that was resolved and grows on', async () => {
    await patch({ resolve: { in: 'now' } })
    await judge()
    expect(await inbox('service=checkout')).toEqual(['resolved'])
    await leakOn(12)
    await judge()
    expect(await inbox()).toEqual(['regressed'])
  })

  test('loses no change that is made while it runs, and no change loses its verdict', async () => {
    await leakOn(3)
    const { ledger } = api.deps
    const [, finding] = (await answered(await api.send(path))) as [number, { id: string }]
    const id = finding.id.split('@')[0] ?? ''
    let raced = false
    const racing: JudgeLedger = {
      ...ledger,
      putFinding: async (tenant, written) => {
        if (!raced) {
          raced = true
          await patch({ assign: 'Ada', comment: 'mine' }, { ifMatch: '"1"' })
        }
        return ledger.putFinding(tenant, written)
      },
    }
    const run = await judgeService({ ...api.deps, ledger: racing }, TENANT, 'checkout', 'race', api.clock.now)
    expect(run.changedFindings).toBe(1)
    expect(await ledger.finding(TENANT, 'checkout', id)).toMatchObject({
      state: 'ongoing',
      assignee: 'Ada',
      version: 3,
      verdict: { members: [{ count: 5 + 12 * 51 }] },
      history: [{ to: 'new' }, { to: 'new', by: 'test', comment: 'mine' }, { from: 'new', to: 'ongoing' }],
    })
  })

  test('that was faster makes the change be sent again', async () => {
    await leakOn(3)
    const before = await api.send(path)
    await judge()
    const ifMatch = before.headers.get('etag')
    expect((await patch({ intended: true }, { ifMatch })).status).toBe(412)
    expect(await inbox()).toEqual(['ongoing'])
  })

  test('gives up on a finding that changes with every look, and the next run has it', async () => {
    await leakOn(3)
    const { ledger } = api.deps
    const restless: JudgeLedger = {
      ...ledger,
      putFinding: async (tenant, written) => {
        const stands = await ledger.finding(tenant, written.service, written.id)
        const next = stands && changeFinding(stands, { comment: 'again' }, 'bot', api.clock.now)
        if (next !== undefined && !('impossible' in next)) await ledger.putFinding(tenant, next)
        return ledger.putFinding(tenant, written)
      },
    }
    const run = await judgeService(
      { ...api.deps, ledger: restless },
      TENANT,
      'checkout',
      'race',
      api.clock.now,
    )
    expect(run.changedFindings).toBe(0)
    await judge()
    expect(await api.read(path)).toMatchObject({ verdict: { members: [{ count: 5 + 12 * 51 }] } })
  })
})
