import { beforeEach, describe, expect, test } from 'vitest'
import { indexStored } from '#shared/ingest/index-stored.ts'
import { NEWS_BUCKET } from '#shared/store/news.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { indexed, ingest, pushOf } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'
import { isWrite } from '#test/support/watched-rows.ts'

const OTHER = dump({ 'main.recv < main.worker': 6 })
let stores: ReturnType<typeof testStores>

beforeEach(() => {
  stores = testStores()
})

const drain = async (): Promise<void> => {
  for (const { key } of stores.queue.sent.splice(0)) await indexStored(stores.deps, key, stores.clock.now)
}

describe('while the index is down', () => {
  test('a profile is stored, acknowledged and queued by the key of its object', async () => {
    stores.rows.fails = () => true
    expect(await ingest(stores)).toMatchObject({ decision: 'stored', indexed: false })
    expect(stores.queue.sent.map(({ key }) => key)).toEqual(await stores.profiles.keys())
  })

  test('S3 alone decides about a slot', async () => {
    const { id } = await ingest(stores)
    stores.rows.fails = ({ verb }) => verb === 'get' || verb === 'getMany'
    expect(await ingest(stores)).toMatchObject({ id, decision: 'stored' })
    expect(await ingest(stores, { body: OTHER })).toMatchObject({ id, decision: 'coalesced' })
    stores.rows.fails = () => false
    expect(await indexed(stores)).toEqual([id])
    expect(await stores.profiles.keys()).toHaveLength(1)
  })

  test('and the queue too, nothing is acknowledged, and the retry is stored', async () => {
    stores.rows.fails = isWrite
    stores.queue.isDown = true
    await expect(ingest(stores)).rejects.toMatchObject({ reason: 'index-unavailable' })
    stores.rows.fails = () => false
    expect(await ingest(stores)).toMatchObject({ decision: 'stored', indexed: true })
    expect(await indexed(stores)).toHaveLength(1)
    expect(await stores.profiles.keys()).toHaveLength(1)
  })
})

const isLateMark = ({ pk, sk }: { pk: string; sk: string }): boolean =>
  pk.endsWith('#late') || sk.startsWith('late#')

describe('a profile that is indexed from the queue', () => {
  test.each([
    ['of now', pushOf()],
    [
      'of a closed hour',
      pushOf({ at: NOW - 5 * HOUR, process: { ...pushOf().process, startedAt: NOW - 9 * HOUR } }),
    ],
    [
      'in text that was cut',
      pushOf({ body: Buffer.from('goroutine 1 [chan receive]:\nmain.a()\n\t/a.go:1\n\ngorou') }),
    ],
  ])('%s gives the same rows as one that was indexed at once', async (_, push) => {
    const direct = testStores()
    await ingest(direct, push)
    stores.rows.fails = isWrite
    await ingest(stores, push)
    stores.rows.fails = () => false
    expect(await stores.rows.table()).toEqual([])
    await drain()
    const [rows, atOnce] = [await stores.rows.table(), await direct.rows.table()]
    expect(rows.length).toBeGreaterThanOrEqual(5)
    expect(rows.filter((row) => !isLateMark(row))).toEqual(atOnce.filter((row) => !isLateMark(row)))
    // From the bucket the hour is marked, by a push the snapshot.
    expect(rows.filter(isLateMark)).toHaveLength(atOnce.filter(isLateMark).length)
  })

  test('twice changes nothing', async () => {
    await ingest(stores)
    const before = await stores.rows.table()
    const [key = ''] = await stores.profiles.keys()
    expect(await indexStored(stores.deps, key, stores.clock.now)).toBe(true)
    expect(await stores.rows.table()).toEqual(before)
  })

  test('is done where the object has gone, and an error where the key is no profile', async () => {
    await ingest(stores)
    const [key = ''] = await stores.profiles.keys()
    expect(await indexStored(stores.deps, key.replace('checkout', 'gone'), NOW)).toBe(false)
    await expect(indexStored(stores.deps, 'reports/acme/today.html', NOW)).rejects.toThrow('not the key')
  })
})

describe('while the bucket is down', () => {
  test('nothing is written anywhere, and the retry is stored', async () => {
    stores.profiles.fails = 'before'
    await expect(ingest(stores)).rejects.toMatchObject({ reason: 'storage-unavailable' })
    expect(await stores.rows.table()).toEqual([])
    expect(await stores.profiles.keys()).toEqual([])
    expect(stores.queue.sent).toEqual([])
    stores.profiles.fails = 'never'
    expect(await ingest(stores)).toMatchObject({ decision: 'stored' })
  })

  test('or only its answer is lost, the retry is stored and is one snapshot', async () => {
    stores.profiles.fails = 'after'
    await expect(ingest(stores)).rejects.toMatchObject({ reason: 'storage-unavailable' })
    expect(await indexed(stores)).toEqual([])
    stores.profiles.fails = 'never'
    const { id, decision } = await ingest(stores)
    expect(decision).toBe('stored')
    expect(await indexed(stores)).toEqual([id])
    expect(await stores.profiles.keys()).toHaveLength(1)
  })
})

describe('a slot whose holder died before its rows were written', () => {
  test('is indexed by the next push into it, whatever its bytes', async () => {
    stores.profiles.fails = 'after'
    await expect(ingest(stores)).rejects.toThrow()
    stores.profiles.fails = 'never'
    const { id, ...receipt } = await ingest(stores, { body: OTHER })
    expect(receipt).toMatchObject({ decision: 'coalesced' })
    await drain()
    expect(await indexed(stores)).toEqual([id])
    expect(
      await stores.deps.snapshots.get('acme', 'checkout', { id, process: 'pod-1@20260907T073000Z' }),
    ).toMatchObject({ total: 7 })
  })
})

describe('a row of a closed hour whose writer died before it was marked', () => {
  const late = { at: NOW - 5 * HOUR, process: { ...pushOf().process, startedAt: NOW - 9 * HOUR } }
  const isMark = ({ pk, sk }: { pk: string; sk: string }): boolean =>
    isLateMark({ pk, sk }) || pk.startsWith('news#')
  const marks = async () => ({
    hours: (await stores.deps.ledger.read('acme', 'checkout')).late,
    late: await stores.deps.ledger.lateSnapshots('acme', 'checkout', 9),
    news: await all(stores.deps.news.inBucketOf(stores.clock.now)),
  })

  beforeEach(async () => {
    stores.rows.fails = (call) => call.verb === 'put' && isMark(call)
    stores.queue.isDown = true
    await expect(ingest(stores, late)).rejects.toThrow()
    expect(await indexed(stores)).toHaveLength(1)
    expect(await marks()).toEqual({ hours: [], late: [], news: [] })
    stores.queue.isDown = false
    stores.clock.now += NEWS_BUCKET
  })

  test.each([
    ['duplicate', late],
    ['coalesced', { ...late, body: OTHER }],
  ])('is marked, with news of it, by the %s push that comes next', async (decision, push) => {
    stores.rows.fails = () => false
    const receipt = await ingest(stores, push)
    expect(receipt).toMatchObject({ decision, indexed: true })
    expect(await marks()).toEqual({
      hours: [],
      late: [{ hour: NOW - 5.5 * HOUR, process: receipt.process, snapshot: receipt.id }],
      news: [{ tenant: 'acme', service: 'checkout', turn: 'next' }],
    })
  })

  test('is queued by its retry where the mark fails again', async () => {
    expect(await ingest(stores, late)).toMatchObject({ decision: 'duplicate', indexed: false })
    stores.rows.fails = () => false
    await drain()
    expect((await marks()).hours).toHaveLength(1)
  })
})
