import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { GOOD, indexed, ingest } from '#test/support/push.ts'

const OTHER = dump({ 'main.recv < main.worker': 6 })
const fixture = (name: string) => readFile(new URL(`../fixtures/goroutine/${name}`, import.meta.url))
let stores: ReturnType<typeof testStores>

beforeEach(() => {
  stores = testStores()
})

describe('a slot of a process', () => {
  test('takes the first profile', async () => {
    const receipt = await ingest(stores)
    expect(receipt).toMatchObject({
      decision: 'stored',
      goroutines: 7,
      signatures: 2,
      newSignatures: 2,
      indexed: true,
      process: 'pod-1@20260907T073000Z',
    })
    expect(await indexed(stores)).toEqual([receipt.id])
    expect(await stores.profiles.keys()).toHaveLength(1)
  })

  test('knows the same bytes again as a duplicate, other bytes as coalesced, and keeps the first', async () => {
    const { id } = await ingest(stores)
    expect(await ingest(stores)).toMatchObject({ id, decision: 'duplicate' })
    expect(await ingest(stores, { body: OTHER })).toMatchObject({ id, decision: 'coalesced' })
    expect(await ingest(stores, { at: NOW + 20_000 })).toMatchObject({ id, decision: 'duplicate' })
    const [key] = await stores.profiles.keys()
    expect((await stores.profiles.get(key ?? ''))?.body).toEqual(GOOD)
    expect(await indexed(stores)).toEqual([id])
  })

  test('is left by the minute, the process, the kind, the service and the tenant', async () => {
    const others = [
      await ingest(stores),
      await ingest(stores, { at: NOW + MINUTE }),
      await ingest(stores, { process: { ...startless, instance: 'pod-2' } }),
      await ingest(stores, { process: { ...startless, version: 'v2' } }),
      await ingest(stores, { body: await fixture('go1.24.goroutine.debug2.txt') }),
      await ingest(stores, { body: await fixture('go1.24.goroutine.debug1.txt') }),
      await ingest(stores, { body: await fixture('go1.27.goroutineleak.debug0.pb.gz'), at: NOW }),
      await ingest(stores, { service: 'billing' }),
      await ingest(stores, { tenant: 'umbrella' }),
    ]
    expect(new Set(others.map(({ decision }) => decision))).toEqual(new Set(['stored']))
    expect(await stores.profiles.keys()).toHaveLength(others.length)
  })

  test('has one winner among pushes at the same time', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => dump({ 'main.recv < main.worker': i + 1 }))
    const receipts = await Promise.all(bodies.map((body) => ingest(stores, { body })))
    expect(receipts.filter(({ decision }) => decision === 'stored')).toHaveLength(1)
    expect(await stores.profiles.keys()).toHaveLength(1)
    expect(await indexed(stores)).toHaveLength(1)
  })
})

const startless = {
  instance: 'pod-1',
  startedAt: undefined,
  session: undefined,
  version: undefined,
  buildId: undefined,
}

describe('the time of a profile', () => {
  test('is what the sender says, or the dump, or the clock', async () => {
    const taken = dump({ 'main.a < main.b': 1 }, { timeNanos: BigInt(NOW - 5 * MINUTE) * 1_000_000n })
    expect((await ingest(stores, { body: taken, at: NOW - 9 * MINUTE })).at).toBe(NOW - 9 * MINUTE)
    expect((await ingest(stores, { body: taken })).at).toBe(NOW - 5 * MINUTE)
    expect((await ingest(stores)).at).toBe(NOW)
  })
})

describe('the declared type', () => {
  test('names a debug=2 dump that does not say what it is', async () => {
    const body = await fixture('go1.24.goroutine.debug2.txt')
    expect(await ingest(stores, { body })).toMatchObject({ type: 'goroutine', debug: 2 })
    const declared = await ingest(stores, { body, type: 'goroutineleak' })
    expect(declared).toMatchObject({ type: 'goroutineleak', debug: 2, decision: 'stored' })
  })

  test.each(['go1.27.goroutineleak.debug0.pb.gz', 'go1.27.goroutineleak.debug1.txt'])(
    'may repeat what %s says itself, and may not deny it',
    async (name) => {
      const body = await fixture(name)
      await expect(ingest(stores, { body, at: NOW, type: 'goroutine' })).rejects.toMatchObject({
        reason: 'bad-parameter',
        actual: 'goroutineleak',
      })
      expect(await ingest(stores, { body, at: NOW, type: 'goroutineleak' })).toMatchObject({
        decision: 'stored',
      })
    },
  )
})
