import { expect, test } from 'vitest'
import type { OwnerStore } from '#shared/store/owner-store.ts'
import { freshName } from '#test/support/stores.ts'

/** One text per tenant, which is written by the revision that follows the one that stands there. */
export function ownerStoreContract(make: () => OwnerStore): void {
  test('what was written comes back, each tenant its own', async () => {
    const [tenant, other] = [freshName('tenant'), freshName('tenant')]
    expect(await make().read(tenant)).toEqual({ text: '', revision: 0 })
    const text = '* @shop\n\n# \u00fcber\n'
    expect(await make().put(tenant, { text, revision: 1 })).toBe(true)
    expect(await make().read(tenant)).toEqual({ text, revision: 1 })
    expect(await make().read(other)).toEqual({ text: '', revision: 0 })
  })

  test('of two that read the same, one is written', async () => {
    const tenant = freshName('tenant')
    for (const revision of [1, 2]) {
      const both = ['* @a', '* @b'].map((text) => make().put(tenant, { text, revision }))
      expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1)
    }
    expect(await make().put(tenant, { text: '', revision: 5 })).toBe(false)
    expect((await make().read(tenant)).revision).toBe(2)
  })
}
