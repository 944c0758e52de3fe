import { expect, test } from 'vitest'
import type { ToldLedger } from '#shared/store/told-ledger.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'

/** A notice is told to a target once; whoever is about it keeps the others away for a while only. */
export function toldLedgerContract(make: () => ToldLedger, clock: TestClock): void {
  const keyOf = (more: Partial<{ service: string | undefined; notice: string; target: string }> = {}) => ({
    tenant: freshName('told'),
    service: 'checkout',
    notice: 'n1',
    target: 'hook',
    ...more,
  })
  const take = (key: ReturnType<typeof keyOf>) => make().take(key, clock.now + 2 * MINUTE, clock.now)

  test('of two at once one takes it', async () => {
    const key = keyOf()
    expect((await Promise.all([take(key), take(key), take(key)])).filter(Boolean)).toEqual([true])
  })

  test('what was told is told, and nobody takes it again', async () => {
    const key = keyOf()
    await take(key)
    expect(await make().told(key.tenant, 'checkout')).toEqual(new Set())
    await make().done(key, clock.now)
    expect(await make().told(key.tenant, 'checkout')).toEqual(new Set(['n1#hook']))
    expect(await make().toldTo(key.tenant, 'checkout', 'n1')).toEqual(['hook'])
    expect(await make().toldTo(key.tenant, 'checkout', 'n')).toEqual([])
    clock.now += DAY
    expect(await take(key)).toBe(false)
  })

  test('what a run that died had taken is free again when its time is over', async () => {
    const key = keyOf()
    await take(key)
    clock.now += 2 * MINUTE
    expect(await take(key)).toBe(false)
    clock.now += 1
    expect(await take(key)).toBe(true)
  })

  test('what failed is left alone until its time, then free', async () => {
    const key = keyOf()
    await take(key)
    await make().failed(key, clock.now + 5 * MINUTE)
    clock.now += 5 * MINUTE
    expect(await take(key)).toBe(false)
    clock.now += 1
    expect(await take(key)).toBe(true)
  })

  test('each target and each service is told by itself', async () => {
    const key = keyOf()
    await take(key)
    await make().done(key, clock.now)
    expect(await take({ ...key, target: 'hook-2' })).toBe(true)
    expect(await make().told(key.tenant, 'checkout-2')).toEqual(new Set())
    expect(await make().told(key.tenant, undefined)).toEqual(new Set())
  })

  test('what is of no service has marks of its own', async () => {
    const key = keyOf({ service: undefined })
    await take(key)
    await make().done(key, clock.now)
    expect(await make().told(key.tenant, undefined)).toEqual(new Set(['n1#hook']))
  })

  test('a mark outlives the time in which anything is told', async () => {
    const key = keyOf()
    await take(key)
    await make().done(key, clock.now)
    clock.now += 29 * DAY
    expect(await make().told(key.tenant, 'checkout')).toEqual(new Set(['n1#hook']))
    clock.now += 2 * DAY
    expect(await make().told(key.tenant, 'checkout')).toEqual(new Set())
  })
}
