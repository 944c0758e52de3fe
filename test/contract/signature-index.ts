import { expect, test } from 'vitest'
import { type Signature, signatureId } from '#shared/signature/signature.ts'
import type { SignatureIndex } from '#shared/store/signature-index.ts'
import { freshName } from '#test/support/stores.ts'

/** A signature of a service is new once; what was seen first stays. */
export function signatureIndexContract(make: () => SignatureIndex): void {
  const signature = (frames: readonly string[], more: Partial<Signature> = {}): Signature => ({
    id: signatureId(frames),
    frames,
    entry: frames.at(-1),
    ownCode: frames[0],
    creator: undefined,
    ...more,
  })
  const service = 'checkout'
  const first = { version: 'v1', at: 1_788_757_200_000 }

  test('a signature comes back with where it was seen first', async () => {
    const tenant = freshName('tenant')
    const one = signature(['main.worker', 'main.main'], { creator: 'main.main' })
    const bare = signature(['time.Sleep'], { entry: undefined, ownCode: undefined })
    expect(await make().record(tenant, service, one, first)).toBe(true)
    expect(await make().record(tenant, service, bare, { ...first, version: undefined })).toBe(true)
    const found = await make().getMany(tenant, service, [bare.id, one.id])
    expect(found.size).toBe(2)
    expect(found.get(one.id)).toEqual({ ...one, firstSeen: first })
    expect(found.get(bare.id)).toEqual({ ...bare, firstSeen: { ...first, version: undefined } })
  })

  test('a signature is new once a service of a tenant', async () => {
    const [tenant, other] = [freshName('tenant'), freshName('tenant')]
    const one = signature(['main.worker'])
    expect(await make().record(tenant, service, one, first)).toBe(true)
    const later = { version: 'v2', at: first.at + 1 }
    expect(await make().record(tenant, service, one, later)).toBe(false)
    expect((await make().getMany(tenant, service, [one.id])).get(one.id)?.firstSeen).toEqual(first)
    expect((await make().getMany(other, service, [one.id])).size).toBe(0)
    expect(await make().record(other, service, one, first)).toBe(true)
  })

  test('a signature was seen first at its earliest time, in whatever order its times are told', async () => {
    const tenant = freshName('tenant')
    const one = signature(['main.worker'])
    const earlier = { version: 'v0', at: first.at - 60_000 }
    for (const seen of [first, earlier, first, { ...first, at: first.at + 1 }])
      await make().record(tenant, service, one, seen)
    expect((await make().getMany(tenant, service, [one.id])).get(one.id)?.firstSeen).toEqual(earlier)
  })

  test('what one service tells of a signature, another neither sees nor changes', async () => {
    const tenant = freshName('tenant')
    const bare = signature(['main.worker'])
    const told = signature(['main.worker'], { creator: 'main.secret' })
    await make().record(tenant, 'checkout', bare, first)
    const earlier = { version: 'v0', at: first.at - 60_000 }
    expect(await make().record(tenant, 'checkout-2', told, earlier)).toBe(true)
    const known = async (of: string) => (await make().getMany(tenant, of, [bare.id])).get(bare.id)
    expect(await known('checkout')).toEqual({ ...bare, firstSeen: first })
    expect(await known('checkout-2')).toEqual({ ...told, firstSeen: earlier })
    expect(await known('check')).toBeUndefined()
  })

  test('a signature is new to one of many that see it at once', async () => {
    const tenant = freshName('tenant')
    const seen = Array.from({ length: 10 }, () =>
      make().record(tenant, service, signature(['main.race']), first),
    )
    expect((await Promise.all(seen)).filter(Boolean)).toHaveLength(1)
  })

  test('the first creator that anybody tells stays', async () => {
    const tenant = freshName('tenant')
    const tell = (creator: string | undefined) =>
      make().record(tenant, service, signature(['main.worker'], { creator }), first)
    const { id } = signature(['main.worker'])
    const creator = async () => (await make().getMany(tenant, service, [id])).get(id)?.creator
    await tell(undefined)
    expect(await creator()).toBeUndefined()
    await tell('main.main')
    expect(await creator()).toBe('main.main')
    await tell('main.other')
    await tell(undefined)
    expect(await creator()).toBe('main.main')
  })

  test('many are answered at once, unknown and repeated ids among them', async () => {
    const tenant = freshName('tenant')
    const many = Array.from({ length: 250 }, (_, i) => signature([`main.f${i}`]))
    await Promise.all(many.map((one) => make().record(tenant, service, one, first)))
    const ids = many.map(({ id }) => id)
    const found = await make().getMany(tenant, service, [...ids, ids[0] ?? '', signatureId(['main.unknown'])])
    expect([...found.keys()].sort()).toEqual(ids.toSorted())
    expect((await make().getMany(tenant, service, [])).size).toBe(0)
  })
}
