import { beforeAll, describe, expect, test } from 'vitest'
import { noticeId } from '#shared/notice/notice.ts'
import { toldTransitions } from '#shared/notice/transition.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService, STEADY } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

interface Story {
  readonly chapters: readonly { readonly says: string; readonly told: readonly string[] }[]
}

const iso = (at: number): string => new Date(at).toISOString()
let api: TestApi
let id: string

/** Ids of what is told of a finding of checkout. */
async function noticesOf(name: string): Promise<string[]> {
  const finding = await api.deps.ledger.finding(TENANT, 'checkout', name.slice(0, 16))
  if (finding === undefined) throw new Error(`there is no ${name}`)
  return toldTransitions(finding, 0, NOW + 1).map(({ at, kind }) =>
    noticeId(['checkout', finding.id, String(at), kind]),
  )
}

beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  await api.push(dump({ [STEADY]: 2 }), { service: 'checkout', instance: 'pod-2', version: 'v1.4.3' })
  const [finding] = await pages(api, '/v1/findings?service=checkout')
  id = String(finding?.id)
})

describe('GET /v1/findings/{id}/processes', () => {
  test('has the one that leaks first, the other with none of it, and their releases', async () => {
    const { processes, hidden, releases } = (await api.read(`/v1/findings/${id}/processes`)) as {
      processes: readonly Record<string, unknown>[]
      hidden: number
      releases: readonly Record<string, unknown>[]
    }
    expect(hidden).toBe(0)
    expect(processes).toMatchObject([
      { instance: 'pod-1', version: 'v1.4.2', shows: 'leak', isRunning: true, goroutines: 581 },
      { instance: 'pod-2', version: 'v1.4.3', shows: 'too-early', isRunning: true, goroutines: 0, rose: 0 },
    ])
    const points = processes[0]?.points as readonly { readonly count: number }[]
    expect(points.length).toBeLessThanOrEqual(61)
    expect(points.length).toBeGreaterThanOrEqual(47)
    expect(processes[0]).toMatchObject({
      from: iso(NOW - 47 * HOUR),
      to: iso(NOW),
      startedAt: iso(NOW - 48 * HOUR),
    })
    expect(processes[1]).toMatchObject({ from: iso(NOW), to: iso(NOW), startedAt: null })
    expect(points.at(-1)?.count).toBe(581)
    expect(releases).toMatchObject([
      { version: 'v1.4.3', leaking: 0, before: { processes: 1, leaking: 1 }, since: { processes: 1 } },
      { version: 'v1.4.2', leaking: 1, before: { processes: 0 } },
    ])
  })
})

describe('GET /v1/findings/{id}/fix', () => {
  const fixOf = async (query = '') => {
    const response = await api.send(`/v1/findings/${id}/fix${query}`)
    return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
  }

  test('is of the version that began last, or of the one that is named', async () => {
    expect(await fixOf()).toMatchObject({ version: 'v1.4.3', answer: 'not-yet', processes: 1, at: iso(NOW) })
    expect(await fixOf('?version=v1.4.2')).toMatchObject({
      version: 'v1.4.2',
      answer: 'no',
      sureAt: null,
      says: expect.stringMatching(/^No: it grows in v1\.4\.2/),
    })
    expect(await fixOf('?version=v9')).toMatchObject({ version: 'v9', processes: 0 })
  })

  test('of a service without versions is asked for one', async () => {
    const other = await testApi()
    for (let hour = 0; hour <= 48; hour++) {
      other.clock.now = NOW - (48 - hour) * HOUR
      await other.push(dump({ [LEAKING]: 5 + 12 * hour }), { start: iso(NOW - 49 * HOUR) })
    }
    await other.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    const [finding] = await pages(other, '/v1/findings?service=checkout')
    const blind = await other.send(`/v1/findings/${finding?.id}/fix`)
    expect([blind.status, await blind.json()]).toMatchObject([
      400,
      { reason: 'bad-parameter', actual: 'checkout' },
    ])
  })
})

describe('GET /v1/findings/{id}/story', () => {
  test('has what somebody said, and who', async () => {
    api.clock.now = NOW + MINUTE
    const said = await api.send(`/v1/findings/${id}`, {
      method: 'PATCH',
      body: JSON.stringify({ comment: 'looks like the cart' }),
      headers: { 'if-match': '*' },
    })
    expect(said.status).toBe(200)
    const { chapters } = (await api.read(`/v1/findings/${id}/story`)) as Story
    const [began, found, comment] = chapters
    expect([began, found]).toMatchObject([{ by: null }, { by: null }])
    expect(found).not.toHaveProperty('comment')
    expect(comment).toMatchObject({
      by: 'test',
      comment: 'looks like the cart',
      at: iso(NOW + MINUTE),
      told: [],
    })
    api.clock.now = NOW
  })

  test('begins when the growth did, and names who was told', async () => {
    const made = await api.send('/v1/webhooks', {
      method: 'POST',
      body: JSON.stringify({ url: 'https://hooks.example.com/', name: 'payments on call' }),
    })
    const webhook = ((await made.json()) as { readonly id: string }).id
    const before = (await api.read(`/v1/findings/${id}/story`)) as Story
    expect(before.chapters.slice(0, 2).map(({ says, told }) => [says, told])).toEqual([
      ['Began to grow, in v1.4.2', []],
      ['Found as probable', ['topic']],
    ])
    const { told } = api.deps
    for (const notice of await noticesOf(id))
      for (const target of [webhook, 'gone']) {
        const key = { tenant: TENANT, service: 'checkout', notice, target }
        await told.take(key, NOW + 1, NOW)
        await told.done(key, NOW)
      }
    const after = (await api.read(`/v1/findings/${id}/story`)) as Story
    expect(after.chapters[1]?.told).toEqual(['a webhook that was removed', 'payments on call', 'topic'])
  })
})
