import { expect, test } from 'vitest'
import { lastTurn, NEWS_BUCKET, type News, TURNS } from '#shared/store/news.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
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
    const at = lastTurn('acme', 'api', nextBucket() + HOUR)
    for (const turn of ['of the hour', 'next', 'of the hour'] as const)
      await make().mark('acme', 'api', at, turn)
    expect(await all(make().inBucketOf(at))).toMatchObject([{ service: 'api', turn: 'next' }])
  })

  test('what waits is marked in the bucket of its last turn, until it has the next', async () => {
    const at = lastTurn('acme', 'shop', nextBucket() + 2 * HOUR)
    for (const minutes of [0, 20, 59]) await make().mark('acme', 'shop', at + minutes * MINUTE, 'of the hour')
    expect(await all(make().inBucketOf(at))).toMatchObject([{ service: 'shop', turn: 'of the hour' }])
    for (let bucket = 1; bucket < TURNS; bucket++) expect(await heard(at + bucket * NEWS_BUCKET)).toEqual([])
    await make().mark('acme', 'shop', at + HOUR, 'of the hour')
    expect(await heard(at + HOUR)).toEqual(['acme shop'])
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
