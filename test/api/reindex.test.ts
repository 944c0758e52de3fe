import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { indexKeys } from '#functions/index-upload/handle-batch.ts'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { batchOf } from '#test/support/batch.ts'
import { blocksIn } from '#test/support/blocks.ts'
import { dump } from '#test/support/pprof.ts'
import { ssOf } from '#test/support/sockets.ts'

const ID = '1lfr8ag9lvug1e2t6inneer'
const SERVICES = ['checkout', 'team/cart', 'billing']
let api: TestApi

/**
 * Three services, two instances each that restart at noon in a new version; a dump an hour of two days, some late, and
 * a socket table a day.
 */
beforeEach(async () => {
  api = await testApi()
  const begin = NOW - 2 * DAY
  for (let hour = 0; hour < 48; hour += 4) {
    for (const [i, service] of SERVICES.entries()) {
      for (const [j, instance] of ['pod-1', 'pod-2'].entries()) {
        const isLate = instance === 'pod-2' && hour % 12 === 0
        const at = begin + hour * HOUR + (2 * i + j) * MINUTE
        api.clock.now = isLate ? at + 3 * HOUR : at
        const version = hour < 24 ? 'v1' : 'v2'
        const start = new Date(hour < 24 ? begin - HOUR : begin + 23 * HOUR).toISOString()
        const counts = { 'main.recv < main.worker': 5 + hour, [`main.f${hour} < main.main`]: 1 }
        const facts = {
          service,
          instance,
          version,
          start,
          at: new Date(at).toISOString(),
          'label.zone': 'eu',
        }
        expect((await api.push(dump(counts), facts)).status).toBe(201)
        if (instance === 'pod-1' && hour % 24 === 0) expect(await pushTable(facts)).toBe(201)
      }
    }
  }
  api.clock.now = NOW
})

async function pushTable({ 'label.zone': _, ...facts }: Readonly<Record<string, string>>): Promise<number> {
  const path = `/v1/sockets?${new URLSearchParams(facts)}`
  return (await api.send(path, { method: 'POST', body: ssOf(12) })).status
}

/** Rows that are made from objects; tokens, tenants, news and marks are not compared. */
const KINDS: Readonly<Record<string, (row: Row) => boolean>> = {
  snapshot: ({ sightings }) => sightings !== undefined,
  process: ({ sk }) => sk.startsWith('process#'),
  signature: ({ pk }) => pk.includes('#signature#'),
  service: ({ sk }) => sk.startsWith('service#'),
  sockets: ({ sk }) => sk.startsWith('sockets#'),
}

/** What may differ (docs/storage.md): how long rows live, and when ingest last raised `lastSeen`; processes live by it. */
const comparable = ({ expires, lastSeen, ...row }: Row) =>
  typeof lastSeen === 'number' ? { ...row, outlives: Number(expires) * 1000 - lastSeen } : row

async function madeOfObjects() {
  const rows = await api.rows.table()
  return Object.entries(KINDS).map(
    ([kind, isOne]) =>
      [kind, rows.filter(isOne).map(comparable)] as [string, ReturnType<typeof comparable>[]],
  )
}

async function loseIndex(): Promise<void> {
  for (const row of await api.rows.table())
    if (Object.values(KINDS).some((isOne) => isOne(row))) await api.rows.delete(row)
  expect((await madeOfObjects()).flatMap(([, rows]) => rows)).toEqual([])
}

/** Calls until the last page. */
async function reindex(query = ''): Promise<number[]> {
  const pages: number[] = []
  let next: string | undefined
  do {
    const cursor = next === undefined ? '' : `&cursor=${next}`
    const answer = await api.send(`/v1/reindex?limit=10${query}${cursor}`, { method: 'POST' })
    expect(answer.status).toBe(202)
    const page = (await answer.json()) as { queued: number; next?: string }
    pages.push(page.queued)
    next = page.next
  } while (next !== undefined)
  return pages
}

/** Indexes what is queued in an order that the seed says, one of ten twice. */
async function drain(seed: number): Promise<void> {
  const sent = api.queue.sent.splice(0)
  const twice = [...sent, ...sent.filter((_, i) => i % 10 === 0)]
  const [order = []] = fc.sample(fc.shuffledSubarray(twice, { minLength: twice.length }), {
    seed,
    numRuns: 1,
  })
  for (const { key } of order) await indexUpload(api.deps, key, api.clock.now)
}

/** The same, several of a message, as SQS has them. */
async function drainTogether(seed: number): Promise<void> {
  const keys = api.queue.sent.splice(0).map(({ key }) => key)
  const groups = Array.from({ length: Math.ceil(keys.length / 7) }, (_, i) => keys.slice(7 * i, 7 * i + 7))
  const twice = [...groups, ...groups.slice(0, 2)]
  const [order = []] = fc.sample(fc.shuffledSubarray(twice, { minLength: twice.length }), {
    seed,
    numRuns: 1,
  })
  for (const some of order) await indexKeys({ ...api.deps, now: () => api.clock.now }, some)
}

describe('POST /v1/reindex', () => {
  test.each([1, 2, 3])('makes an index that is equal, in whatever order profiles come (%i)', async (seed) => {
    const before = await madeOfObjects()
    expect(before.map(([kind, rows]) => [kind, rows.length])).toEqual([
      ['snapshot', 72],
      ['process', 12],
      ['signature', 39],
      ['service', 3],
      ['sockets', 6],
    ])
    await loseIndex()
    expect(await reindex()).toEqual([10, 10, 10, 10, 10, 10, 10, 8])
    await drain(seed)
    expect(await madeOfObjects()).toEqual(before)
  })

  test.each([1, 2, 3])('makes the same index where profiles come several in a message (%i)', async (seed) => {
    const before = await madeOfObjects()
    await loseIndex()
    await reindex()
    await drainTogether(seed)
    expect(await madeOfObjects()).toEqual(before)
  })

  test('writes what the profiles of a message have in common once, and all but those that cannot be read', async () => {
    await loseIndex()
    await reindex('&service=checkout')
    const keys = api.queue.sent.map(({ key }) => key).filter((key) => key.startsWith('profiles/'))
    const [damaged = ''] = keys
    const { get } = api.deps.profiles
    const profiles: typeof api.deps.profiles = {
      ...api.deps.profiles,
      get: async (key) => {
        const found = await get(key)
        return key === damaged && found !== undefined ? { ...found, body: Buffer.from('x') } : found
      },
    }
    api.rows.calls.length = 0
    const deps = { ...api.deps, profiles, now: () => api.clock.now }
    await expect(indexKeys(deps, keys)).rejects.toThrow(`1 of ${keys.length} profiles could not be indexed`)
    const rows = await madeOfObjects()
    expect(rows.find(([kind]) => kind === 'snapshot')?.[1]).toHaveLength(keys.length - 1)
    const ofService = api.rows.calls.filter(({ verb, sk }) => verb === 'put' && sk === 'service#checkout')
    expect(ofService).toHaveLength(1)
    const marks = api.rows.calls.filter(({ verb, sk }) => verb === 'put' && sk.startsWith('late#'))
    expect(marks.length).toBe(new Set(marks.map(({ sk }) => sk)).size)
  })

  test('queues a day alone, of all services or of one', async () => {
    const days = [2, 1, 0].map((ago) => new Date(NOW - ago * DAY).toISOString().slice(0, 10))
    const counts: number[] = []
    for (const day of days) counts.push((await reindex(`&day=${day}`)).reduce((sum, queued) => sum + queued))
    expect(counts.every((count) => count > 0)).toBe(true)
    expect(counts.reduce((sum, count) => sum + count)).toBe(78)
    api.queue.sent.length = 0
    await reindex(`&day=${days[1]}&service=billing`)
    const folder = days[1]?.replaceAll('-', '/')
    expect(api.queue.sent.length).toBeGreaterThan(0)
    expect(
      api.queue.sent.every(({ key }) => new RegExp(`^(profiles|sockets)/acme/billing/${folder}/`).test(key)),
    ).toBe(true)
    const answer = await api.send('/v1/reindex?day=yesterday', { method: 'POST' })
    expect(await answer.json()).toMatchObject({ status: 400, reason: 'bad-parameter' })
  })

  test('has the judge see what it saw before', async () => {
    const verdicts = async () =>
      (await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })).json() as Promise<object>
    const { closedHours: _, changedFindings: __, ...before } = (await verdicts()) as Record<string, unknown>
    const blocks = await blocksIn(api.deps, 'checkout')
    for (const row of await api.rows.table())
      if (row.pk.startsWith(`${TENANT}#checkout`) || row.pk === TENANT) await api.rows.delete(row)
    await reindex()
    await drain(4)
    expect(await verdicts()).toMatchObject(before)
    expect(await blocksIn(api.deps, 'checkout')).toEqual(blocks)
  })

  test('brings no table back whose row had gone by now, and lets each other row go when the first one would have', async () => {
    const tables = async () => (await api.rows.table()).filter(({ sk }) => sk.startsWith('sockets#'))
    const before = await tables()
    api.clock.now += 28 * DAY + HOUR
    const alive = before.filter(({ expires }) => Number(expires) * 1000 > api.clock.now)
    for (const row of before) await api.rows.delete(row)
    await reindex()
    await drain(6)
    expect([before.length, alive.length]).toEqual([6, 3])
    expect(await tables()).toEqual(alive)
  })

  test('of a whole index changes nothing', async () => {
    const before = await madeOfObjects()
    await reindex()
    await drain(5)
    expect(await madeOfObjects()).toEqual(before)
  })

  test('queues one service where it is named, and nothing of another tenant ever', async () => {
    expect(await reindex('&service=team%2Fcart')).toEqual([10, 10, 6])
    expect(api.queue.sent.every(({ key }) => /^(profiles|sockets)\/acme\/team%2Fcart\//.test(key))).toBe(true)
    api.queue.sent.length = 0
    const as = await api.token({ tenant: 'other' })
    const answer = await api.send('/v1/reindex', { method: 'POST', as })
    expect(await answer.json()).toEqual({ queued: 0 })
    expect(api.queue.sent).toEqual([])
  })

  test('of a service has the batches of several in which it is, and no other', async () => {
    let pod = 8
    const push = async (...services: readonly string[]) => {
      const files = services.map((service) => ({
        query: { service, instance: `pod-${++pod}`, at: new Date(NOW - MINUTE).toISOString() },
        body: dump({ 'main.recv < main.worker': 7 }),
      }))
      const body = await batchOf(files)
      expect((await api.send('/v1/batches', { method: 'POST', body })).status).toBe(201)
    }
    const before = await api.profiles.keys()
    await push('team/cart', 'checkout')
    await push('billing', 'checkout')
    await push('team/cart')
    const added = (await api.profiles.keys()).filter((key) => !before.includes(key))
    expect(added).toHaveLength(3)
    const queuedOf = async (query: string) => {
      api.queue.sent.length = 0
      await reindex(query)
      return api.queue.sent.map(({ key }) => key).filter((key) => added.includes(key))
    }
    const ofCart = await queuedOf('&service=team%2Fcart')
    expect(ofCart).toHaveLength(2)
    expect(await queuedOf('&service=billing')).toHaveLength(1)
    expect((await queuedOf('')).toSorted()).toEqual(added.toSorted())
    expect((await queuedOf(`&service=team%2Fcart&day=2026-09-07`)).toSorted()).toEqual(ofCart.toSorted())
    expect(await queuedOf(`&service=team%2Fcart&day=2026-09-06`)).toEqual([])
  })

  test('is for the services of its token alone', async () => {
    const as = await api.token({ servicePrefix: 'team/' })
    const status = async (query: string) =>
      (await api.send(`/v1/reindex${query}`, { method: 'POST', as })).status
    expect([
      await status(''),
      await status('?service=checkout'),
      await status('?service=team%2Fcart'),
    ]).toEqual([403, 403, 202])
    expect(api.queue.sent.length).toBe(26)
  })

  test.each([
    ['that is none', 'x'],
    ['of another tenant', Buffer.from(`profiles/other/a/2026/09/07/08/${ID}.pb.gz`).toString('base64url')],
    [
      'of a table of another tenant',
      Buffer.from(`sockets/other/a/2026/09/07/${ID}.txt.gz`).toString('base64url'),
    ],
  ])('refuses a cursor %s', async (_, cursor) => {
    const answer = await api.send(`/v1/reindex?cursor=${cursor}`, { method: 'POST' })
    expect(await answer.json()).toMatchObject({ status: 400, reason: 'bad-parameter' })
  })

  test('says that the queue does not answer, and is repeated', async () => {
    api.queue.isDown = true
    const answer = await api.send('/v1/reindex', { method: 'POST' })
    expect(await answer.json()).toMatchObject({ status: 503, reason: 'index-unavailable' })
    api.queue.isDown = false
    expect((await reindex()).reduce((sum, queued) => sum + queued)).toBe(78)
  })
})
