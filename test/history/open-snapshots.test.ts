import { beforeEach, expect, test } from 'vitest'
import { newestHeads } from '#shared/history/newest-heads.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { HOUR, MINUTE } from '#shared/trend/block.ts'
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

const minutesOf = async (every: number, instance: string): Promise<number[]> => {
  const has = (process: string) => process.startsWith(`${instance}@`)
  const found = await openSnapshots(service.deps.snapshots, TENANT, SERVICE, MONDAY, NOW, { has, every })
  return found.map(({ at }) => (at - MONDAY) / MINUTE)
}

test('of a large service some minutes are read, from the newest whole one back, in time order', async () => {
  expect(await minutesOf(1, 'often')).toHaveLength(121)
  expect(await minutesOf(13, 'often')).toEqual([2, 15, 28, 41, 54, 67, 80, 93, 106, 119])
})

test('whoever sends each five minutes is met as often as everybody else', async () => {
  expect(await minutesOf(13, 'seldom')).toEqual([15, 80])
  expect(await minutesOf(7, 'seldom')).toEqual([0, 35, 70, 105])
})

test('the newest of each process are looked for among so many profiles', async () => {
  const newest = async (most?: number) => {
    const found = await newestHeads(service.deps.snapshots, TENANT, SERVICE, NOW, most)
    return [...found.values()]
      .map(({ process, at }) => [process.split('@')[0], (at - MONDAY) / MINUTE])
      .sort()
  }
  expect(await newest()).toEqual([
    ['often', 120],
    ['seldom', 120],
  ])
  expect(await newest(1)).toHaveLength(1)
  await take(service, [NOW + MINUTE, { work: 10 }], { instance: 'often' })
  expect(await newest(1)).toEqual([['often', 121]].map(([name]) => [name, (NOW + MINUTE - MONDAY) / MINUTE]))
})
