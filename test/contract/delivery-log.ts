import { expect, test } from 'vitest'
import { type Delivery, type DeliveryLog, deliveryKey } from '#shared/store/delivery-log.ts'
import { DAY } from '#shared/time.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** Deliveries come back newest first, to each webhook its own, for 30 days. */
export function deliveryLogContract(make: () => DeliveryLog, clock: TestClock): void {
  const delivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
    id,
    at: clock.now,
    type: 'finding.new',
    service: 'shop/checkout',
    delivered: true,
    tries: 1,
    status: 200,
    failure: undefined,
    ...more,
  })

  test('a delivery comes back as it was added', async () => {
    const tenant = freshName('delivered')
    const failed = delivery('b', {
      delivered: false,
      tries: 4,
      status: undefined,
      failure: 'Why.',
      service: undefined,
    })
    for (const one of [delivery('a'), failed]) await make().add(tenant, 'hook', one)
    expect(await all(make().list(tenant, 'hook'))).toEqual([failed, delivery('a')])
  })

  test('the newest comes first, and a list goes on from any of them', async () => {
    const tenant = freshName('delivered')
    const [old, middle, young] = [0, 1, 2].map((ms) => delivery('m', { at: clock.now + ms }))
    for (const one of [middle, young, old]) if (one !== undefined) await make().add(tenant, 'hook', one)
    expect(await all(make().list(tenant, 'hook'))).toEqual([young, middle, old])
    expect(await all(make().list(tenant, 'hook', middle && deliveryKey(middle)))).toEqual([old])
  })

  test('other webhooks and tenants have their own', async () => {
    const tenant = freshName('delivered')
    await make().add(tenant, 'hook', delivery('a'))
    expect(await all(make().list(tenant, 'hook-2'))).toEqual([])
    expect(await all(make().list(freshName('delivered'), 'hook'))).toEqual([])
  })

  test('a delivery is kept for 30 days', async () => {
    const tenant = freshName('delivered')
    await make().add(tenant, 'hook', delivery('a'))
    clock.now += 30 * DAY - 1_000
    expect(await all(make().list(tenant, 'hook'))).toHaveLength(1)
    clock.now += 2_000
    expect(await all(make().list(tenant, 'hook'))).toEqual([])
  })
}
