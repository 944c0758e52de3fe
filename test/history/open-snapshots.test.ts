import { beforeEach, expect, test } from 'vitest'
import { newestHeads } from '#shared/history/newest-heads.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

const NOW = MONDAY + 2 * HOUR + 17_000
let service: ReturnType<typeof serviceInMemory>

/** Two hours of a pod that sends each minute, and of one that sends each five. */
beforeEach(async () => {
  service = serviceInMemory(MONDAY)
  for (let at = MONDAY; at <= NOW; at += MINUTE) {
    service.clock.now = at
    await take(service, [at, { work: 10 }], { instance: 'often' })
    if (at % (5 * MINUTE) === 0) await take(service, [at, { work: at / MINUTE }], { instance: 'seldom' })
  }
  service.clock.now = NOW
})

const minutesOf = async (instance: string, heads: [] | undefined, mostRead?: number): Promise<number[]> => {
  const sample = { has: (process: string) => process.startsWith(`${instance}@`), heads }
  const { snapshots } = service.deps
  const found = await openSnapshots(snapshots, TENANT, SERVICE, MONDAY, NOW, sample, mostRead)
  return found.map(({ at }) => (at - MONDAY) / MINUTE)
}

test('of a service that is looked at whole every open snapshot is read, in time order', async () => {
  const all = await minutesOf('often', undefined, 10)
  expect(all).toHaveLength(121 + 25)
  expect(all).toEqual(all.toSorted((a, b) => a - b))
})

test('of a part of a service the newest are read, in time order, and the rows of others count', async () => {
  expect(await minutesOf('seldom', [])).toHaveLength(25)
  expect(await minutesOf('often', [], 12)).toEqual(
    [111, 112, 113, 114, 115, 116, 117, 118, 119, 120].slice(-10),
  )
  expect(await minutesOf('seldom', [], 12)).toEqual([115, 120])
})

const newest = async (most?: number) => {
  const found = await newestHeads(service.deps.snapshots, TENANT, SERVICE, NOW, most)
  return [...found.values()].map(({ process, at }) => [process.split('@')[0], (at - MONDAY) / MINUTE]).sort()
}

test('the newest of each process are looked for among so many profiles', async () => {
  expect(await newest()).toEqual([
    ['often', 120],
    ['seldom', 120],
  ])
  expect(await newest(1)).toHaveLength(1)
})

test('senders whose clocks are ahead take no place from others', async () => {
  for (let ahead = 1; ahead < 9; ahead++) {
    const at = NOW + ahead * MINUTE
    await take(service, [at, { work: 10 }], { instance: 'ahead' })
  }
  expect((await newest(2)).map(([name]) => name)).toEqual(['ahead', 'often', 'seldom'])
})
