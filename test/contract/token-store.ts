import { expect, test } from 'vitest'
import { tokenHash } from '#shared/access/token.ts'
import type { TokenRecord, TokenStore } from '#shared/store/token-store.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'

/** A token is found by its hash alone, and until it ends. */
export function tokenStoreContract(make: () => TokenStore, clock: TestClock): void {
  const record = (more: Partial<TokenRecord> = {}): TokenRecord => ({
    sha256: tokenHash(freshName('tdm_acme')),
    tenant: 'acme',
    name: 'agent of the cluster',
    scopes: ['push', 'read'],
    expiresAt: undefined,
    servicePrefix: undefined,
    ...more,
  })

  test('a token comes back as it was put', async () => {
    const plain = record()
    const bound = record({ expiresAt: clock.now + 60_000, servicePrefix: 'team-a/', scopes: ['admin'] })
    for (const one of [plain, bound]) {
      await make().put(one)
      expect(await make().find(one.sha256)).toEqual(one)
    }
  })

  test('a token that nobody made is undefined', async () => {
    expect(await make().find(record().sha256)).toBeUndefined()
  })

  test('a token ends with its time', async () => {
    const one = record({ expiresAt: clock.now + 60_000 })
    await make().put(one)
    clock.now += 59_999
    expect(await make().find(one.sha256)).toEqual(one)
    clock.now += 1
    expect(await make().find(one.sha256)).toBeUndefined()
  })

  test('a token that is put again is what it is now', async () => {
    const one = record()
    await make().put({ ...one, servicePrefix: 'team-a/', expiresAt: clock.now + 60_000 })
    await make().put(one)
    expect(await make().find(one.sha256)).toEqual(one)
  })
}
