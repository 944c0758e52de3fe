import { beforeEach, describe, expect, test } from 'vitest'
import { lastTurn } from '#shared/store/news.ts'
import { HOUR, iso, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, ingestTogether } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

let stores: ReturnType<typeof testStores>
const OLD = iso(NOW - 20 * HOUR)

/** Ten profiles that end now, sent together by a process that has run for a day. */
const send = (countAt: (minute: number) => number, more: Readonly<Record<string, string>> = { start: OLD }) =>
  ingestTogether(
    stores,
    Array.from({ length: 10 }, (_, i) => ({
      at: stores.clock.now - (10 - i) * MINUTE,
      body: dump({ 'main.recv < main.worker': countAt(i), 'main.loop < main.main': 200 }),
    })),
    more,
  )
const TEXT = `goroutine 7 [chan receive]:
main.recv(0xc000012345)
	/app/main.go:10 +0x1d
main.worker()
	/app/main.go:20 +0x2a
`
/** By the mark of now, or by the one that waits since the last turn. */
const turn = async () => {
  const { now } = stores.clock
  const [next] = await all(stores.deps.news.inBucketOf(now))
  const [waiting] = await all(stores.deps.news.inBucketOf(lastTurn(TENANT, 'checkout', now)))
  return next?.turn ?? waiting?.turn
}

beforeEach(async () => {
  stores = testStores()
  const { directory } = stores.deps
  await directory.addService(TENANT, 'checkout', NOW - 20 * HOUR)
  const running = { processes: 1, goroutines: 205 }
  const judged = { openFindings: 0, watched: 2, running, dumps: [], learning: undefined }
  await directory.setJudged(TENANT, 'checkout', { ...judged, at: NOW - 20 * MINUTE })
  // Its stacks are known from here on.
  await send(() => 5)
  stores.clock.now = NOW + 20 * MINUTE
})

describe('a batch leaves its service to its turn', () => {
  test('where nothing rises', async () => {
    await send((i) => 5 + (i % 2))
    expect(await turn()).toBe('of the hour')
  })
})

describe('a batch has its service judged by the next plan', () => {
  test('where a stack rises by one a minute', async () => {
    await send((i) => 5 + i)
    expect(await turn()).toBe('next')
  })

  test('where the total jumps', async () => {
    await send((i) => (i === 9 ? 400 : 5))
    expect(await turn()).toBe('next')
  })

  test('where a process is young', async () => {
    await send(() => 5, { start: iso(NOW - HOUR) })
    expect(await turn()).toBe('next')
  })

  test('where a stack is new', async () => {
    await ingestTogether(
      stores,
      [1, 2].map((i) => ({ at: stores.clock.now - i * MINUTE, body: dump({ 'main.recv < main.other': 5 }) })),
      { start: OLD },
    )
    expect(await turn()).toBe('next')
  })

  test('where it says more than counts', async () => {
    const texts = [1, 2].map((i) => ({ at: stores.clock.now - i * MINUTE, body: Buffer.from(TEXT) }))
    await ingestTogether(stores, texts, { start: OLD })
    expect(await turn()).toBe('next')
  })

  test('where it is late', async () => {
    stores.clock.now = NOW + 5 * HOUR
    const late = Array.from({ length: 3 }, (_, i) => ({
      at: NOW + (30 + i) * MINUTE,
      body: dump({ 'main.recv < main.worker': 5 }),
    }))
    await ingestTogether(stores, late, { start: OLD })
    expect(await turn()).toBe('next')
  })

  test('where nobody has judged it', async () => {
    await send(() => 5, { start: OLD, service: 'other' })
    expect(await turn()).toBe('next')
  })
})

test('a profile that comes alone does not say whether it rises: its service is judged by the next plan', async () => {
  await ingest(stores, { at: stores.clock.now })
  expect(await turn()).toBe('next')
})
