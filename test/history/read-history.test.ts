import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { pointsOf } from '#shared/history/points.ts'
import { momentOf } from '#shared/history/read-history.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { emptyBlock, mergeMoments } from '#shared/trend/block.ts'
import type { Process } from '#shared/trend/process.ts'
import { type Counts, type LifeSeries, seriesOf } from '#shared/trend/series.ts'
import { type Dump, idOf, MONDAY, SERVICE, serviceInMemory, snapshotOf, TENANT, take } from './service.ts'

const FRAMES = ['leak', 'pool']

/** What a series says of each hour, by frame. */
const hoursOf = ({ times, counts }: Pick<LifeSeries, 'times' | 'counts'>) =>
  FRAMES.map((frame) => pointsOf(times, counts.get(idOf(frame)) as Counts, HOUR))

/** The series of all snapshots without any block of the store between. */
function directly(process: Process, dumps: readonly Dump[]): LifeSeries {
  const minutes = emptyBlock(process.id, MONDAY, MINUTE, (4 * DAY) / MINUTE)
  mergeMoments(
    minutes,
    dumps.map((dump) => momentOf(snapshotOf(dump).snapshot)),
  )
  return seriesOf(process, [minutes])
}

/** Dumps of three days, one in an hour or many, some hours none; both frames stand in the first. */
/** Rows of snapshots last for three days: whoever reads six hours later still finds the first of them. */
const SPAN = 2.5 * DAY

const dumps = fc
  .uniqueArray(fc.tuple(fc.nat(SPAN / MINUTE - 1), fc.nat(50), fc.nat(3)), {
    minLength: 5,
    maxLength: 60,
    selector: ([minute]) => minute,
  })
  .map((rows) =>
    rows
      .sort((a, b) => a[0] - b[0])
      .map(
        ([minute, leak, pool], i): Dump => [
          MONDAY + minute * MINUTE,
          pool > 0 || i === 0 ? { leak, pool: pool + 1 } : { leak },
        ],
      ),
  )

describe('readHistory', () => {
  it('joins days, closed hours and open minutes without overlap or hole, whenever the judge ran', async () => {
    await fc.assert(
      fc.asyncProperty(
        dumps,
        fc.array(fc.nat(SPAN / HOUR), { maxLength: 4 }),
        fc.nat(6 * 60),
        async (all, runs, rest) => {
          const service = serviceInMemory(MONDAY)
          const judgeAt = runs.map((hour) => MONDAY + hour * HOUR).sort((a, b) => a - b)
          const judgeUntil = async (time: number): Promise<void> => {
            for (const at of judgeAt.splice(0, judgeAt.filter((when) => when <= time).length)) {
              service.clock.now = at
              await judgeService(service.deps, TENANT, SERVICE, 'test', at)
            }
          }
          for (const dump of all) {
            await judgeUntil(dump[0])
            service.clock.now = dump[0]
            await take(service, dump)
          }
          const now = (all.at(-1)?.[0] ?? MONDAY) + rest * MINUTE
          await judgeUntil(now)
          const range = { from: undefined, to: now + HOUR, now }
          const { lives } = await readLives(service.deps, TENANT, SERVICE, range)
          expect(lives).toHaveLength(1)
          const [life] = lives as [LifeSeries]
          expect([...life.times]).toEqual([...new Set(life.times)].sort((a, b) => a - b))
          expect(hoursOf(life)).toEqual(hoursOf(directly(life.process, all)))
        },
      ),
      { numRuns: 30, endOnFailure: true },
    )
  })

  it('gives a life for each start, and none for a process that sent nothing in the window', async () => {
    const service = serviceInMemory(MONDAY)
    await take(service, [MONDAY, { leak: 5 }])
    await take(service, [MONDAY + 5 * MINUTE, { leak: 1 }], { startedAt: MONDAY + 4 * MINUTE })
    await take(service, [MONDAY, { leak: 2 }], { instance: 'checkout-2', partial: true, debug: 1 })
    const { lives } = await readLives(service.deps, TENANT, SERVICE, {
      from: undefined,
      to: MONDAY + HOUR,
      now: MONDAY + HOUR,
    })
    expect(lives.map(({ process, times }) => [process.instance, process.startedAt, times.length])).toEqual([
      ['checkout-1', MONDAY, 1],
      ['checkout-1', MONDAY + 4 * MINUTE, 1],
    ])
  })

  it('cuts lives to a range of time and leaves out those that lie beside it', async () => {
    const service = serviceInMemory(MONDAY)
    for (const minute of [0, 10, 20, 30]) await take(service, [MONDAY + minute * MINUTE, { leak: minute }])
    await take(service, [MONDAY, { leak: 1 }], { instance: 'checkout-2' })
    const range = { from: MONDAY + 10 * MINUTE, to: MONDAY + 30 * MINUTE, now: MONDAY + HOUR }
    const { lives } = await readLives(service.deps, TENANT, SERVICE, range)
    expect(lives.map(({ counts }) => [...(counts.get(idOf('leak'))?.last ?? [])])).toEqual([[10, 20]])
  })
})
