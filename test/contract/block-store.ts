import { expect, test } from 'vitest'
import type { BlockStep, BlockStore } from '#shared/store/block-store.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { type Block, dayBlock, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** Days that the day blocks of this contract are kept. */
export const RETENTION_DAYS = 90

/** Closed hours and days come back as they were put, in the order of time. */
export function blockStoreContract(make: () => BlockStore, clock: TestClock): void {
  const midnight = Date.parse('2026-09-08T00:00:00Z')

  const block = (step: BlockStep, at: number, process = 'web-1@unmarked', count = 7): Block => {
    const empty = step === 'hour' ? hourBlock(process, at) : dayBlock(process, at)
    mergeMoments(empty, [
      { at, counts: new Map([['0123456789abcdef', count]]) },
      { at: at + 9 * MINUTE, counts: new Map([['fedcba9876543210', count]]) },
    ])
    return empty
  }

  async function filled(step: BlockStep, blocks: readonly Block[]) {
    const tenant = freshName('tenant')
    for (const one of blocks.toReversed()) await make().put(tenant, 'api', step, one, clock.now)
    const begins = async (from: number, to: number): Promise<string[]> =>
      (await all(make().range(tenant, 'api', step, from, to))).map(
        ({ process, start }) => `${(start - midnight) / HOUR} ${process}`,
      )
    return { tenant, begins }
  }

  test('a block comes back as it was put, for any time that lies in it', async () => {
    const [hour, day] = [block('hour', midnight + 5 * MINUTE), block('day', midnight + 5 * HOUR)]
    const { tenant } = await filled('hour', [hour])
    await make().put(tenant, 'api', 'day', day, clock.now)
    const get = (step: BlockStep, at: number) => make().get(tenant, 'api', step, hour.process, at)
    for (const at of [midnight, midnight + HOUR - 1]) expect(await get('hour', at)).toEqual(hour)
    for (const at of [midnight, midnight + DAY - 1]) expect(await get('day', at)).toEqual(day)
    for (const at of [midnight - 1, midnight + HOUR]) expect(await get('hour', at)).toBeUndefined()
    expect(await make().get(tenant, 'api', 'hour', 'web-2@unmarked', midnight)).toBeUndefined()
  })

  test('a block that is put again is replaced', async () => {
    const { tenant } = await filled('hour', [block('hour', midnight)])
    const second = block('hour', midnight, 'web-1@unmarked', 9)
    await make().put(tenant, 'api', 'hour', second, clock.now)
    expect(await make().get(tenant, 'api', 'hour', second.process, midnight)).toEqual(second)
  })

  test('a range of hours has every process, over midnight, and leaves out the hour it ends at', async () => {
    const hours = [-2, -1, 0, 1].flatMap((hour) =>
      ['a@1', 'b@1'].map((process) => block('hour', midnight + hour * HOUR, process)),
    )
    const { begins } = await filled('hour', hours)
    const expected = ['-2 a@1', '-2 b@1', '-1 a@1', '-1 b@1', '0 a@1', '0 b@1', '1 a@1', '1 b@1']
    expect(await begins(midnight - DAY, midnight + DAY)).toEqual(expected)
    expect(await begins(midnight - HOUR, midnight + HOUR)).toEqual(expected.slice(2, 6))
    expect(await begins(midnight - HOUR, midnight)).toEqual(expected.slice(2, 4))
    expect(await begins(midnight, midnight)).toEqual([])
    expect(await begins(midnight, midnight - HOUR)).toEqual([])
  })

  test.each<[BlockStep, number]>([
    ['hour', HOUR],
    ['day', DAY],
  ])('a range that begins or ends within a block of a %s has that block', async (step, width) => {
    const three = [0, 1, 2].map((i) => block(step, midnight + i * width, 'a@1'))
    const { begins } = await filled(step, three)
    const expected = three.map(({ start }) => `${(start - midnight) / HOUR} a@1`)
    expect(await begins(midnight + width / 2, midnight + 1.5 * width)).toEqual(expected.slice(0, 2))
    expect(await begins(midnight + width, midnight + 2 * width + 1)).toEqual(expected.slice(1))
    expect(await begins(midnight + width - 1, midnight + width)).toEqual(expected.slice(0, 1))
  })

  test('a range of some processes has their blocks alone, of the time that they were heard of', async () => {
    const starts = [-2, -1, 0, 1].map((hour) => midnight + hour * HOUR)
    const names = ['a@1', 'b@1', 'c@1']
    const { tenant } = await filled(
      'hour',
      names.flatMap((name) => starts.map((at) => block('hour', at, name))),
    )
    const of = [
      { id: 'c@1', firstSeen: midnight - 9 * DAY, lastSeen: midnight + 9 * DAY },
      { id: 'a@1', firstSeen: midnight + 2 * HOUR, lastSeen: midnight + 2 * HOUR },
    ]
    const found = await all(make().range(tenant, 'api', 'hour', midnight - HOUR, midnight + 2 * HOUR, of))
    const begins = found.map(({ process, start }) => `${(start - midnight) / HOUR} ${process}`)
    expect(begins.map((one) => Number.parseInt(one, 10))).toEqual([-1, 0, 0, 1, 1])
    expect(begins.toSorted()).toEqual(['-1 c@1', '0 a@1', '0 c@1', '1 a@1', '1 c@1'])
    expect(await all(make().range(tenant, 'api', 'hour', midnight, midnight + HOUR, []))).toEqual([])
  })

  test('hours and days do not mix', async () => {
    const { tenant } = await filled('hour', [block('hour', midnight)])
    expect(await all(make().range(tenant, 'api', 'day', midnight - DAY, midnight + DAY))).toEqual([])
  })

  test.each<[BlockStep, number]>([
    ['hour', 4 * DAY],
    ['day', RETENTION_DAYS * DAY],
  ])('the block of a closed %s lives from its closing, not from its beginning', async (step, life) => {
    clock.now = midnight + 10 * DAY
    const { tenant } = await filled(step, [block(step, midnight)])
    const get = () => make().get(tenant, 'api', step, 'web-1@unmarked', midnight)
    clock.now += life - 1_000
    expect(await get()).toBeDefined()
    clock.now += 1_000
    expect(await get()).toBeUndefined()
  })
}
