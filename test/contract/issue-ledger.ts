import { expect, test } from 'vitest'
import type { IssueLedger } from '#shared/store/issue-ledger.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'

const UNKNOWN = {
  triedAt: undefined,
  id: undefined,
  url: undefined,
  toldAt: 0,
  hasEnded: false,
  isGone: false,
}

/** One issue a finding and project; whoever is about it keeps the others away for a while only. */
export function issueLedgerContract(make: () => IssueLedger, clock: TestClock): void {
  const keyOf = (more: Partial<Record<'tenant' | 'project' | 'service' | 'finding', string>> = {}) => ({
    tenant: freshName('filed'),
    project: 'https://github.com/acme/shop',
    service: 'checkout',
    finding: '1111111111111111',
    ...more,
  })
  const claim = (key: ReturnType<typeof keyOf>) => make().claim(key, clock.now + 3 * MINUTE, clock.now)

  test('of three at once one gets the claim, and it knows that nothing is known', async () => {
    const key = keyOf()
    const claims = await Promise.all([claim(key), claim(key), claim(key)])
    expect(claims.filter((one) => one !== undefined)).toEqual([UNKNOWN])
  })

  test('a claim that was given back is free at once, one that was not after its time', async () => {
    const key = keyOf()
    await claim(key)
    expect(await claim(key)).toBeUndefined()
    await make().release(key)
    expect(await claim(key)).toEqual(UNKNOWN)
    clock.now += 3 * MINUTE + 1
    expect(await claim(key)).toEqual(UNKNOWN)
  })

  test('what is known of an issue comes back, a year later too', async () => {
    const key = keyOf()
    await claim(key)
    await make().trying(key, clock.now)
    const triedAt = clock.now
    await make().keep(key, { id: '7', url: 'https://github.com/acme/shop/issues/7', toldAt: 5 }, clock.now)
    await make().keep(key, { hasEnded: true }, clock.now)
    clock.now += 365 * DAY
    expect(await claim(key)).toEqual({
      triedAt,
      id: '7',
      url: 'https://github.com/acme/shop/issues/7',
      toldAt: 5,
      hasEnded: true,
      isGone: false,
    })
  })

  test('another project, service, finding or tenant has an issue of its own', async () => {
    const key = keyOf()
    await claim(key)
    await make().keep(key, { id: '7' }, clock.now)
    const others = [
      { ...key, tenant: freshName('filed') },
      { ...key, project: 'https://github.com/acme/other' },
      { ...key, service: 'checkout/a' },
      { ...key, finding: '2222222222222222' },
    ]
    for (const other of others) expect(await claim(other)).toEqual(UNKNOWN)
  })
}
