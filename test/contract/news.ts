import { expect, test } from 'vitest'
import { NEWS_BUCKET, type News } from '#shared/store/news.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { all, type TestClock } from '#test/support/stores.ts'

/** Which services got profiles in ten minutes of time, each once. */
export function newsContract(make: () => News, clock: TestClock): void {
  /** A bucket that no other test looks at. */
  const nextBucket = (): number => {
    clock.now = (Math.floor(clock.now / NEWS_BUCKET) + 1) * NEWS_BUCKET
    return clock.now
  }
  const heard = async (at: number): Promise<string[]> =>
    (await all(make().inBucketOf(at))).map(({ tenant, service }) => `${tenant} ${service}`).sort()

  test('a service has news in the bucket of its mark and in no other', async () => {
    const at = nextBucket()
    await make().mark('acme', 'api', at + NEWS_BUCKET - 1)
    expect(await heard(at)).toEqual(['acme api'])
    expect(await heard(at + NEWS_BUCKET - 1)).toEqual(['acme api'])
    expect(await heard(at - 1)).toEqual([])
    expect(await heard(at + NEWS_BUCKET)).toEqual([])
    expect(await heard(at + HOUR)).toEqual([])
  })

  test('a service that is marked again is told once', async () => {
    const at = nextBucket()
    for (const after of [0, 1, 60_000]) await make().mark('acme', 'api', at + after)
    expect(await heard(at)).toEqual(['acme api'])
  })

  test('all services of all tenants are told, over all partitions', async () => {
    const at = nextBucket()
    const marked = Array.from({ length: 60 }, (_, i) => [`t${i % 3}`, `team-${i}/api:80`] as const)
    await Promise.all(marked.map(([tenant, service]) => make().mark(tenant, service, at)))
    expect(await heard(at)).toEqual(marked.map((pair) => pair.join(' ')).sort())
  })

  test('what the next plan is to take stays so, whatever waits beside it', async () => {
    const at = nextBucket()
    for (const turn of ['of the hour', 'next', 'of the hour'] as const)
      await make().mark('acme', 'api', at, turn)
    await make().mark('acme', 'shop', at, 'of the hour')
    const turns = (await all(make().inBucketOf(at))).map(({ service, turn }) => `${service} ${turn}`)
    expect(turns.sort()).toEqual(['api next', 'shop of the hour'])
  })

  test('news are old after two days', async () => {
    const at = nextBucket()
    await make().mark('acme', 'api', at)
    clock.now = at + 2 * DAY - 1_000
    expect(await heard(at)).toEqual(['acme api'])
    clock.now = at + 2 * DAY
    expect(await heard(at)).toEqual([])
  })
}
