import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { DAY, HOUR, iso, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { type BatchFile, batchOf } from '#test/support/batch.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { reconcileAll } from '#test/support/reconcile.ts'
import { isWrite } from '#test/support/watched-rows.ts'

let api: TestApi
beforeEach(async () => {
  api = await testApi()
})

interface Item {
  readonly name: string
  readonly id: string
  readonly decision?: string
  readonly reason?: string
  readonly next?: { readonly holdSeconds: number }
}

const file = (
  at: number,
  more: Record<string, string> = {},
  body: BatchFile['body'] = worker(at),
): BatchFile => ({
  query: {
    service: 'checkout',
    instance: 'pod-1',
    start: iso(NOW - DAY),
    version: 'v1',
    at: iso(at),
    ...more,
  },
  body,
})
const worker = (at: number) => dump({ 'main.recv < main.worker': 5 + Math.abs(Math.floor(at / MINUTE) % 50) })
const minutes = (count: number, more: Record<string, string> = {}): BatchFile[] =>
  Array.from({ length: count }, (_, i) => file(NOW - (count - i) * MINUTE, more))

async function push(files: readonly BatchFile[], as?: string) {
  const body = gzipSync(await batchOf(files))
  const response = await api.send('/v1/batches', {
    method: 'POST',
    body,
    ...(as === undefined ? {} : { as }),
  })
  const json = (await response.json()) as {
    taken: number
    refused: number
    items: Item[]
    reason?: string
    detail?: string
  }
  return { status: response.status, ...json }
}
const decisions = (items: readonly Item[]) => items.map(({ decision, reason }) => decision ?? reason)

describe('a batch', () => {
  test('is one object and a row for each hour of a process, and each of its profiles can be read', async () => {
    const before = api.rows.calls.length
    const { status, items, taken } = await push(minutes(10))
    expect([status, taken, decisions(items)]).toEqual([201, 10, Array(10).fill('stored')])
    const [key, ...others] = await api.profiles.keys()
    expect(others).toEqual([])
    expect(key).toMatch(
      /^profiles\/acme\/checkout\/2026\/09\/07\/08\/[0-9a-v]{23}\.[0-9a-v]{10}\.[0-9a-v]{7}\.tar\.br$/,
    )
    const writes = api.rows.calls.slice(before).filter(isWrite)
    const snapshots = writes.filter(({ pk }) => pk === 'acme#checkout#2026-09-07')
    expect(snapshots).toHaveLength(1)
    const listed = await pages(api, '/v1/services/checkout/profiles?limit=3')
    expect(listed.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort())
    for (const [i, { id }] of items.entries()) {
      const one = (await api.read(`/v1/services/checkout/profiles/${id}`)) as Record<string, unknown>
      expect(one).toMatchObject({
        id,
        goroutines: listed.find((each) => each.id === id)?.goroutines,
        source: 'batch',
      })
      expect(one.at).toBe(iso(NOW - (10 - i) * MINUTE))
      const proto = await api.send(`/v1/services/checkout/profiles/${id}.pb.gz`)
      expect(proto.status).toBe(200)
    }
    expect(items.filter(({ next }) => next !== undefined).map(({ id }) => id)).toEqual([items.at(-1)?.id])
  })

  test('of several services is one object, found by each of them', async () => {
    const files = ['cart', 'search', 'checkout'].flatMap((service) => minutes(3, { service }))
    const { items } = await push(files)
    expect(await api.profiles.keys()).toHaveLength(1)
    for (const [i, service] of ['cart', 'search', 'checkout'].entries()) {
      const ids = items.slice(3 * i, 3 * i + 3).map(({ id }) => id)
      const listed = await pages(api, `/v1/services/${service}/profiles?limit=50`)
      expect(listed.map(({ id }) => id).sort()).toEqual(ids.toSorted())
      const merged = await api.send(`/v1/services/${service}/merge.folded`)
      expect(await merged.text()).toMatch(/main\.worker;main\.recv \d+/)
    }
  })

  test('sent again is all duplicates, and leaves one object', async () => {
    const first = await push(minutes(10))
    const again = await push(minutes(10))
    expect(decisions(again.items)).toEqual(Array(10).fill('duplicate'))
    expect(again.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id))
    expect(await api.profiles.keys()).toHaveLength(1)
  })

  test('keeps its good half, and says of each other profile why it was refused', async () => {
    const others = [
      file(NOW - 20 * MINUTE, {}, 'not a profile'),
      file(NOW - 15 * DAY),
      file(NOW + HOUR),
      file(NOW - 21 * MINUTE, { service: '../x' }),
      file(NOW - 22 * MINUTE, { at: 'yesterday' }),
    ]
    const { status, taken, refused, items } = await push([...minutes(2), ...others])
    expect([status, taken, refused]).toEqual([201, 2, 5])
    expect(decisions(items)).toEqual([
      'stored',
      'stored',
      'unknown-format',
      'too-old',
      'too-new',
      'bad-service-name',
      'bad-time',
    ])
    expect(await pages(api, '/v1/services/checkout/profiles?limit=50')).toHaveLength(2)
  })

  test('of which nothing is taken is refused, and leaves nothing behind', async () => {
    const { status, reason, detail } = await push([file(NOW, {}, 'not a profile'), file(NOW - 15 * DAY)])
    expect([status, reason]).toEqual([415, 'unknown-format'])
    expect(detail).toContain('at most 14 days behind')
    expect(await api.profiles.keys()).toEqual([])
  })

  test.each([
    { count: 10, more: '' },
    { count: 12, more: ' And 2 more.' },
  ])(
    'of $count profiles, none of them taken, is refused by what is wrong with ten',
    async ({ count, more }) => {
      const old = Array.from({ length: count }, (_, i) =>
        file(NOW - (15 + i) * DAY, { instance: `pod-${i}` }),
      )
      const whole = await push(old)
      expect(whole).toMatchObject({ reason: 'too-old', limit: expect.anything(), actual: expect.anything() })
      const named = whole.detail?.match(/pod-\d+/g) ?? []
      expect(new Set(named)).toEqual(new Set(Array.from({ length: 10 }, (_, i) => `pod-${i}`)))
      expect(whole.detail?.endsWith(more)).toBe(true)
      expect(whole.detail?.includes(' And ')).toBe(more !== '')
    },
  )

  test('says what is wanted next with the newest profile of each process, in whatever order they come', async () => {
    const files = [
      file(NOW - 2 * MINUTE),
      file(NOW - 9 * MINUTE, { instance: 'pod-2' }),
      file(NOW - MINUTE, { service: 'cart' }),
      file(NOW - 3 * MINUTE),
      file(NOW - 5 * MINUTE, { instance: 'pod-2' }),
    ]
    const { items } = await push(files)
    expect(items.map(({ next }) => next !== undefined)).toEqual([true, false, true, false, true])
  })

  test('takes of two services only the one that the token is for', async () => {
    const token = await api.token({ scopes: ['push'], servicePrefix: 'check' })
    const { items } = await push([...minutes(2), ...minutes(2, { service: 'billing' })], token)
    expect(decisions(items)).toEqual(['stored', 'stored', 'forbidden', 'forbidden'])
    expect((await pages(api, '/v1/services?limit=50')).map(({ name }) => name)).toEqual(['checkout'])
  })

  test('with a slot of one process twice keeps the first', async () => {
    const other = dump({ 'main.recv < main.worker': 99 })
    const { items } = await push([file(NOW), file(NOW), file(NOW + 1_000, {}, other)])
    expect(decisions(items)).toEqual(['stored', 'duplicate', 'coalesced'])
    expect(await pages(api, '/v1/services/checkout/profiles?limit=50')).toHaveLength(1)
  })

  test('leaves slots alone that single profiles have, and the other way round', async () => {
    const single = (at: number) =>
      api.push(worker(at), {
        service: 'checkout',
        instance: 'pod-1',
        start: iso(NOW - DAY),
        version: 'v1',
        at: iso(at),
      })
    await single(NOW - 2 * MINUTE)
    const { items } = await push(minutes(3))
    expect(decisions(items)).toEqual(['stored', 'duplicate', 'stored'])
    expect(await (await single(NOW - MINUTE)).json()).toMatchObject({
      decision: 'duplicate',
      id: items[2]?.id,
    })
    expect(await pages(api, '/v1/services/checkout/profiles?limit=50')).toHaveLength(3)
  })

  test('of a thousand slots is taken, one object an hour; with one more it is refused', async () => {
    const at = (i: number) => NOW - (1_000 - i) * MINUTE
    const files = Array.from({ length: 1_000 }, (_, i) =>
      file(at(i), {}, dump({ 'main.recv < main.worker': 5 })),
    )
    const { taken, items } = await push(files)
    expect(taken).toBe(1_000)
    expect((await api.profiles.keys()).length).toBe(17)
    const listed = await pages(api, `/v1/services/checkout/profiles?limit=300&from=${iso(NOW - DAY)}`)
    expect(listed.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort())
    const more = await push([...files, file(NOW)])
    expect(more).toMatchObject({ status: 413, reason: 'body-too-large' })
  })

  test('is refused whole where its version is another', async () => {
    const response = await api.send('/v1/batches?version=2', {
      method: 'POST',
      body: await batchOf(minutes(1)),
    })
    expect(await response.json()).toMatchObject({ status: 400, reason: 'bad-parameter', actual: '2' })
  })

  test('is queued where the index does not answer, and indexed from there', async () => {
    api.rows.fails = isWrite
    const { items } = await push(minutes(4))
    api.rows.fails = () => false
    expect(items).toMatchObject(Array(4).fill({ index: 'queued' }))
    expect(api.queue.sent).toHaveLength(1)
    for (const { key } of api.queue.sent) expect(await indexUpload(api.deps, key, NOW)).toBe('indexed')
    const listed = await pages(api, '/v1/services/checkout/profiles?limit=50')
    expect(listed.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort())
  })

  test('that the index has lost is found by the nightly comparison, of one service or of several', async () => {
    await push(minutes(4))
    await push([...minutes(4, { service: 'cart' }), ...minutes(4, { service: 'search' })])
    const listed = () => pages(api, '/v1/services/search/profiles?limit=50')
    const before = await listed()
    api.clock.now = NOW + DAY
    expect(await reconcileAll(api.deps, api.clock.now)).toMatchObject({ missing: 0 })
    for (const row of await api.rows.table()) if (/#\d{4}-\d\d-\d\d$/.test(row.pk)) await api.rows.delete(row)
    api.clock.now = NOW + 2 * DAY
    expect(await reconcileAll(api.deps, api.clock.now)).toMatchObject({ missing: 2 })
    for (const { key } of api.queue.sent) await indexUpload(api.deps, key, api.clock.now)
    expect((await api.deps.snapshots.newest('acme', 'search', NOW, 9)).length).toBe(1)
    expect(before).toHaveLength(4)
  })

  test('gives its profiles from the bucket alone, when their rows are gone', async () => {
    const { items } = await push([...minutes(4), ...minutes(4, { service: 'cart', instance: 'pod-2' })])
    api.clock.now = NOW + 10 * DAY
    for (const { id } of items.slice(0, 4)) {
      expect(await api.read(`/v1/services/checkout/profiles/${id}`)).toMatchObject({ id })
      expect((await api.send(`/v1/services/cart/profiles/${id}`)).status).toBe(404)
    }
    const merged = await api.send(`/v1/services/cart/merge.folded?at=${iso(NOW)}`)
    expect(merged.status).toBe(200)
  })

  test('that comes days late is marked for the judge, each of its hours', async () => {
    const files = Array.from({ length: 5 }, (_, i) =>
      file(NOW - 2 * DAY + i * HOUR, { start: iso(NOW - 3 * DAY) }),
    )
    await push(files)
    expect(await api.deps.ledger.lateSnapshots('acme', 'checkout', 50)).toHaveLength(5)
  })
})
