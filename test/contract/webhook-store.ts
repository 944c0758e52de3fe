import { expect, test } from 'vitest'
import type { Webhook, WebhookStore } from '#shared/store/webhook-store.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** Webhooks of a tenant come back as they were put, in the order of their ids, until they are removed. */
export function webhookStoreContract(make: () => WebhookStore, clock: TestClock): void {
  const webhook = (id: string, more: Partial<Webhook> = {}): Webhook => ({
    id,
    name: 'team chat',
    url: 'https://hooks.example/1',
    kind: 'json',
    secret: 'whsec_AAAA',
    token: undefined,
    user: undefined,
    issueType: undefined,
    servicePrefix: undefined,
    owner: undefined,
    reports: true,
    createdAt: clock.now,
    ...more,
  })

  test('a webhook comes back as it was put', async () => {
    const tenant = freshName('hooked')
    const pager = { secret: undefined, token: 'key', user: 'ada' }
    const slack = webhook('a', { kind: 'slack', servicePrefix: 'shop/', owner: '@shop', reports: false })
    for (const one of [slack, webhook('b'), webhook('c', { kind: 'alertmanager', ...pager })]) {
      await make().put(tenant, one)
      expect(await make().get(tenant, one.id)).toEqual(one)
    }
  })

  test('a webhook of another tenant is undefined', async () => {
    await make().put(freshName('hooked'), webhook('a'))
    expect(await make().get(freshName('hooked'), 'a')).toBeUndefined()
  })

  test('a list goes on from any of them', async () => {
    const tenant = freshName('hooked')
    for (const id of ['c', 'a', 'b']) await make().put(tenant, webhook(id))
    const ids = async (after?: string) => (await all(make().list(tenant, after))).map(({ id }) => id)
    expect(await ids()).toEqual(['a', 'b', 'c'])
    expect(await ids('a')).toEqual(['b', 'c'])
    expect(await ids('c')).toEqual([])
  })

  test('a webhook that is removed is gone, however often; the others stay', async () => {
    const tenant = freshName('hooked')
    for (const id of ['a', 'b']) await make().put(tenant, webhook(id))
    for (let times = 0; times < 2; times++) await make().remove(tenant, 'a')
    expect(await make().get(tenant, 'a')).toBeUndefined()
    expect(await all(make().list(tenant))).toEqual([webhook('b')])
  })
}
