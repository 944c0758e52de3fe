import { beforeAll, describe, expect, it } from 'vitest'
import { pointsOf } from '#shared/history/points.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { readSummary } from '#shared/history/signature-summary.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { countsOf } from '#test/support/lives.ts'
import { idOf, MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

describe('readSummary', () => {
  const service = serviceInMemory(MONDAY)

  /** Three instances: one leaks 12 an hour, one is flat, one was restarted without the leak. */
  beforeAll(async () => {
    for (let i = 0; i < 24; i++) {
      const at = MONDAY + i * 5 * MINUTE
      service.clock.now = at
      await take(service, [at, { leak: 10 + i, pool: i % 2 }], { state: 'select' })
      await take(service, [at, { leak: 4, pool: 2 }], { instance: 'checkout-2', state: 'select' })
      if (i < 12) await take(service, [at, { leak: 500, pool: 1 }], { instance: 'checkout-3' })
      else await take(service, [at, { pool: 1 }], { instance: 'checkout-3', startedAt: MONDAY + HOUR })
    }
  })

  const summary = async (only?: string) => {
    const now = MONDAY + 2 * HOUR
    const lives = await readLives(service.deps, TENANT, SERVICE, { from: undefined, to: now, now })
    const rows = await readSummary(service.deps.signatures, TENANT, SERVICE, lives, only)
    return new Map(rows.map(({ signature, ...row }) => [signature.frames[0], row]))
  }

  it('adds up what the newest life of each instance holds now', async () => {
    const rows = await summary()
    expect(rows.get('leak')).toMatchObject({ count: 33 + 4, low: 31 + 4, states: { select: 33 + 4 } })
    expect(rows.get('pool')).toMatchObject({ count: 1 + 2 + 1, low: 0 + 2 + 1 })
  })

  it('names the rate of the process that grows most', async () => {
    expect((await summary()).get('leak')?.perHour).toBeCloseTo(12, 6)
  })

  it.each([
    { name: 'one signature where it is asked for', give: idOf('pool'), want: ['pool'] },
    { name: 'nothing of a signature that was not seen', give: idOf('other'), want: [] },
  ])('answers $name', async ({ give, want }) => {
    expect([...(await summary(give)).keys()]).toEqual(want)
  })
})

describe('pointsOf', () => {
  const times = Float64Array.from([0, 2, 4, 60, 61, 130], (minute) => MONDAY + minute * MINUTE)
  const counts = countsOf([5, 9, 7, 1, 2, 3])

  it('joins the counts of a step into their least, most and last, and leaves gaps out', () => {
    expect(pointsOf(times, counts, HOUR)).toEqual([
      { at: times[2], min: 5, max: 9, last: 7 },
      { at: times[4], min: 1, max: 2, last: 2 },
      { at: times[5], min: 3, max: 3, last: 3 },
    ])
  })

  it('keeps every count where the step is finer than they are', () => {
    expect(pointsOf(times, counts, 1000).map(({ last }) => last)).toEqual([...counts.last])
  })
})
