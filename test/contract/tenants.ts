import { expect, test } from 'vitest'
import type { Tenants } from '#shared/store/tenants.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import { all, freshName } from '#test/support/stores.ts'

/** Tenants are known as soon as they have a token, and nobody scans for them. */
export function tenantsContract(make: () => { tenants: Tenants; tokens: TokenStore }): void {
  const known = async (names: readonly string[]) =>
    (await all(make().tenants.all())).filter((name) => names.includes(name))

  test('a tenant that is added more than once is there once', async () => {
    const tenant = freshName('added')
    for (let times = 0; times < 2; times++) await make().tenants.add(tenant)
    expect(await known([tenant])).toEqual([tenant])
  })

  test('who has a token is there, and stays when it is revoked', async () => {
    const tenant = freshName('with-token')
    const token = {
      sha256: freshName('hash'),
      tenant,
      name: 'a',
      scopes: ['push'] as const,
      createdAt: 0,
      expiresAt: undefined,
      servicePrefix: undefined,
    }
    await make().tokens.put(token)
    expect(await known([tenant])).toEqual([tenant])
    await make().tokens.revoke(token)
    expect(await known([tenant])).toEqual([tenant])
  })
}
