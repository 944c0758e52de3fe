import { expect, test } from 'vitest'
import type { TokenRecord } from '#shared/access/grant.ts'
import { tokenHash, tokenId } from '#shared/access/token.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** A token is found by its hash alone, listed with its tenant, and both until it ends or is revoked. */
export function tokenStoreContract(make: () => TokenStore, clock: TestClock): void {
  const record = (more: Partial<TokenRecord> = {}): TokenRecord => ({
    sha256: tokenHash(freshName('tdm_acme')),
    tenant: 'acme',
    name: 'agent of the cluster',
    scopes: ['push', 'read'],
    createdAt: clock.now,
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

  test('a list has the tokens of its tenant, each once, in the order of their ids and on from any of them', async () => {
    const tenant = freshName('listed')
    const tokens = [record({ tenant }), record({ tenant, servicePrefix: 'team-a/' }), record({ tenant })]
    for (const one of [...tokens, record({ tenant: freshName('listed') })]) await make().put(one)
    await make().put(tokens[0] as TokenRecord)
    const ids = tokens.map(({ sha256 }) => tokenId(sha256)).sort()
    const idsBehind = async (after?: string) =>
      (await all(make().list(tenant, after))).map(({ sha256 }) => tokenId(sha256))
    expect(await idsBehind()).toEqual(ids)
    expect(await idsBehind(ids[0])).toEqual(ids.slice(1))
    expect(await idsBehind(ids[2])).toEqual([])
    expect(new Set(await all(make().list(tenant)))).toEqual(new Set(tokens))
  })

  test('a token is in the list by its id, of its own tenant only', async () => {
    const one = record({ tenant: freshName('listed') })
    await make().put(one)
    const id = tokenId(one.sha256)
    expect(await make().listed(one.tenant, id)).toEqual(one)
    expect(await make().listed(freshName('listed'), id)).toBeUndefined()
    expect(await make().listed(one.tenant, tokenId(id))).toBeUndefined()
  })

  test('a token that ended is no longer in the list', async () => {
    const one = record({ tenant: freshName('listed'), expiresAt: clock.now + 1_000 })
    await make().put(one)
    clock.now += 1_000
    expect(await all(make().list(one.tenant))).toEqual([])
    expect(await make().listed(one.tenant, tokenId(one.sha256))).toBeUndefined()
  })

  test('a revoked token is neither found nor listed, however often it is revoked; the others stay', async () => {
    const tenant = freshName('listed')
    const [gone, stays] = [record({ tenant }), record({ tenant })]
    for (const one of [gone, stays]) await make().put(one)
    for (let times = 0; times < 2; times++) await make().revoke(gone)
    expect(await make().find(gone.sha256)).toBeUndefined()
    expect(await all(make().list(tenant))).toEqual([stays])
    expect(await make().find(stays.sha256)).toEqual(stays)
  })
}
