import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { asStored, unpackBatch } from '#shared/ingest/batch-object.ts'
import { batchItem } from '#shared/ingest/batch-request.ts'
import type { Ingested } from '#shared/ingest/meter.ts'
import { parseBatchKey } from '#shared/store/batch-key.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { indexed, ingest, ingestTogether } from '#test/support/push.ts'

let stores: ReturnType<typeof testStores>
beforeEach(() => {
  stores = testStores()
})

const plainOf = (body: Uint8Array): Uint8Array => (body[0] === 0x1f ? gunzipSync(body) : body)
const worker = (count: number) => dump({ 'main.recv < main.worker': count })
const ten = Array.from({ length: 10 }, (_, i) => ({ at: NOW - (10 - i) * MINUTE, body: worker(i + 1) }))
const decisions = (outcomes: Awaited<ReturnType<typeof ingestTogether>>): string[] =>
  outcomes.map((outcome) => ('refused' in outcome ? outcome.refused.reason : outcome.receipt.decision))

/** All rows that profiles can be rebuilt into, without what docs/storage.md says of the time of the rebuilding. */
async function rowsOf({ rows }: typeof stores) {
  const table = await rows.table()
  return table
    .filter(({ pk, sk }) => !/^(news|job)#/.test(pk) && !sk.startsWith('late#'))
    .map(({ expires: _, lastSeen: __, ...row }) => row)
}

describe('a batch', () => {
  test('is kept as files that are the profiles, without the gzip that they came in', async () => {
    const [plain, packed] = [worker(3), worker(4)]
    await ingestTogether(stores, [
      { at: NOW - MINUTE, body: plain },
      { at: NOW, body: gzipSync(plainOf(packed)) },
    ])
    const [key = ''] = await stores.profiles.keys()
    const object = await stores.profiles.get(key)
    const profiles = object === undefined ? [] : await unpackBatch(object)
    const texts = profiles.map(({ bytes }) => Buffer.from(bytes).toString('hex'))
    expect(texts).toEqual([plain, packed].map((body) => Buffer.from(plainOf(body)).toString('hex')))
    for (const one of profiles) {
      expect(one.facts).toMatchObject({ source: 'batch', receivedAt: NOW, labels: { zone: 'eu' } })
      expect((await asStored(TENANT, one)).body.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
    }
    expect(parseBatchKey(key)).toMatchObject({ tenant: TENANT, service: 'checkout', first: profiles[0]?.id })
  })

  test.each([
    ['before', 'storage-unavailable'],
    ['full', 'storage-full'],
    ['after', 'storage-unavailable'],
  ] as const)('is answered for only when it is stored (%s)', async (fails, reason) => {
    stores.profiles.fails = fails
    await expect(ingestTogether(stores, ten)).rejects.toMatchObject({ reason })
    expect(await indexed(stores)).toEqual([])
    stores.profiles.fails = 'never'
    expect(decisions(await ingestTogether(stores, ten))).toEqual(Array(10).fill('stored'))
    expect(await stores.profiles.keys()).toHaveLength(1)
    expect(await indexed(stores)).toHaveLength(10)
  })

  test('is refused for a moment where neither index nor queue answer, and is repeated', async () => {
    stores.rows.fails = ({ verb }) => verb === 'put'
    stores.queue.isDown = true
    await expect(ingestTogether(stores, ten)).rejects.toMatchObject({ reason: 'index-unavailable' })
    stores.rows.fails = () => false
    stores.queue.isDown = false
    expect(decisions(await ingestTogether(stores, ten))).toEqual(Array(10).fill('stored'))
    expect(await stores.profiles.keys()).toHaveLength(1)
    expect(await indexed(stores)).toHaveLength(10)
  })

  test('whose writer died between two rows is whole after the same one comes again, or the queue has it', async () => {
    const two = [...ten, ...ten.map(({ at, body }) => ({ at: at - HOUR, body }))].map((one, i) => ({
      ...one,
      i,
    }))
    for (let at = 1; at <= 12; at++) {
      stores = testStores()
      let left = at
      stores.rows.fails = ({ verb }) => verb === 'put' && --left < 0
      stores.queue.isDown = true
      await ingestTogether(stores, two).catch(() => undefined)
      stores.rows.fails = () => false
      stores.queue.isDown = false
      await ingestTogether(stores, two)
      expect(new Set(await indexed(stores)).size).toBe(20)
    }
  })

  test('has the rows that its profiles have, whichever way and however often they are written', async () => {
    await ingestTogether(stores, ten.slice(0, 6))
    await ingestTogether(stores, ten.slice(4))
    await ingest(stores, { at: NOW })
    const before = await rowsOf(stores)
    const keys = await stores.profiles.keys()
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...keys, ...keys], { minLength: keys.length }), async (order) => {
        for (const row of await stores.rows.table()) await stores.rows.delete(row)
        for (const key of [...order, ...keys]) await indexUpload(stores.deps, key, NOW + DAY)
        expect(await rowsOf(stores)).toEqual(before)
      }),
      { numRuns: 10 },
    )
  })

  test('of a sender that is always late is taken, and so is the next one', async () => {
    for (let day = 3; day >= 1; day--) {
      const late = ten.map(({ body }, i) => ({ at: NOW - day * DAY + i * MINUTE, body }))
      const start = new Date(NOW - 5 * DAY).toISOString()
      expect(decisions(await ingestTogether(stores, late, { start }))).toEqual(Array(10).fill('stored'))
    }
    expect(await stores.deps.ledger.lateSnapshots(TENANT, 'checkout', 50)).toHaveLength(30)
  })

  test('has no more bytes after gunzip than one profile may: what is beyond them is refused by itself', async () => {
    const deps = { ...stores.deps, readLimits: { ...stores.deps.readLimits, inflatedBytes: 1_000 } }
    const large = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const outcomes = await ingestTogether({ ...stores, deps }, [
      { at: NOW - 2 * MINUTE, body: worker(1) },
      { at: NOW - MINUTE, body: large },
      { at: NOW, body: worker(2) },
    ])
    expect(decisions(outcomes)).toEqual(['stored', 'inflated-too-large', 'stored'])
  })

  test('of more processes than one key can mark becomes several objects', async () => {
    const many = Array.from({ length: 150 }, (_, i) => ({ at: NOW, body: worker(1), instance: `pod-${i}` }))
    const outcomes = await Promise.all([ingestEach(many)])
    expect(decisions(outcomes.flat())).toEqual(Array(150).fill('stored'))
    const keys = await stores.profiles.keys()
    expect(keys).toHaveLength(3)
    for (const key of keys) expect(Buffer.byteLength(key)).toBeLessThan(1_024)
  })

  const ingestEach = async (some: readonly { at: number; body: Uint8Array; instance: string }[]) => {
    const { ingestBatch } = await import('#shared/ingest/ingest-batch.ts')
    const items = some.map(({ at, body, instance }) => {
      const name = new URLSearchParams({ service: 'checkout', instance, at: new Date(at).toISOString() })
      return batchItem(String(name), body, undefined)
    })
    return ingestBatch(stores.deps, { tenant: TENANT, mayTouch: () => undefined }, items, NOW)
  }
})

test('a batch is counted once for each outcome, with all profiles of it', async () => {
  const counted: Ingested[] = []
  const meter = { ...stores.deps.meter, ingested: (what: Ingested) => void counted.push(what) }
  const metered = { ...stores, deps: { ...stores.deps, meter } }
  await ingestTogether(metered, ten.slice(0, 4))
  await ingestTogether(metered, [...ten.slice(2, 8), { at: NOW, body: Buffer.from('no profile') }])
  const sizes = (of: typeof ten): number => of.reduce((sum, { body }) => sum + body.length, 0)
  expect(counted).toMatchObject([
    { outcome: 'stored', services: { checkout: 4 }, bytes: sizes(ten.slice(0, 4)), newSignatures: 1 },
    { outcome: 'duplicate', services: { checkout: 2 }, bytes: sizes(ten.slice(2, 4)), newSignatures: 0 },
    { outcome: 'stored', services: { checkout: 4 }, bytes: sizes(ten.slice(4, 8)), newSignatures: 0 },
    { outcome: 'unknown-format', services: { checkout: 1 }, bytes: 10, newSignatures: 0 },
  ])
  expect(counted.every(({ tenant }) => tenant === TENANT)).toBe(true)
})

test('a batch of several services is counted once, and what is refused once for each of them', async () => {
  const counted: Ingested[] = []
  const meter = { ...stores.deps.meter, ingested: (what: Ingested) => void counted.push(what) }
  const bad = Buffer.from('no profile')
  const profiles = ['cart', 'search', 'cart'].flatMap((service, i) => [
    { at: NOW + i * MINUTE, body: ten[0]?.body ?? bad, more: { service } },
    { at: NOW + i * MINUTE, body: bad, more: { service } },
  ])
  await ingestTogether({ ...stores, deps: { ...stores.deps, meter } }, profiles)
  expect(counted.map(({ outcome, services }) => [outcome, services])).toEqual([
    ['stored', { cart: 2, search: 1 }],
    ['unknown-format', { cart: 2 }],
    ['unknown-format', { search: 1 }],
  ])
})
