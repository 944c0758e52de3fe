import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { dayBlock, mergeMoments } from '#shared/trend/block.ts'
import { familyId } from '#shared/verdict/judge/family.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const iso = (at: number): string => new Date(at).toISOString()
const HALF_PAST_SIX = NOW - 2 * HOUR
const START = iso(NOW - 3 * HOUR)
const SIGNATURES = '/v1/services/checkout/signatures'
let api: TestApi
let series: string

/** Counts of one stack, a minute apart from half past six. */
async function pushCounts(counts: readonly number[], instance: string): Promise<void> {
  for (const [i, count] of counts.entries()) {
    await api.push(dump({ 'main.a < main.b': count }), {
      instance,
      start: START,
      at: iso(HALF_PAST_SIX + i * MINUTE),
    })
  }
}

beforeEach(async () => {
  api = await testApi()
  await pushCounts([5, 9, 2, 4, 7, 8, 30, 1], 'pod-1')
  await pushCounts([100], 'pod-2')
  const [only] = await pages(api, `${SIGNATURES}?limit=2`)
  series = `${SIGNATURES}/${only?.id}/series`
})

/** Points of each process: the marks of a low water lie closer in minutes than in hours. */
async function pointsOf(path: string): Promise<unknown> {
  const { processes } = (await api.read(path)) as { processes: { process: string; points: unknown[] }[] }
  return processes.map(({ process, points }) => ({ process, points }))
}

const DAYS = 14

/** Two weeks of a process in closed blocks, a point an hour. */
async function addDays(process: string, signature: string): Promise<void> {
  const facts = { instance: 'old', startedAt: undefined, session: undefined, version: undefined }
  const seen = { firstSeen: NOW, lastSeen: NOW, labels: {}, buildId: undefined }
  await api.deps.directory.sawProcess(TENANT, 'checkout', { id: process, ...facts, ...seen })
  for (let day = 1; day <= DAYS; day++) {
    const block = dayBlock(process, NOW - day * DAY)
    const hours = Array.from({ length: 24 }, (_, hour) => block.start + hour * HOUR)
    mergeMoments(
      block,
      hours.map((at) => ({ at, counts: new Map([[signature, 1]]) })),
    )
    await api.deps.blocks.put(TENANT, 'checkout', 'day', block, NOW)
  }
}

const minute = (n: number): string => iso(HALF_PAST_SIX + n * MINUTE)

describe('GET …/series', () => {
  test('has processes that never had the stack as zeros, for whoever asks', async () => {
    await api.push(dump({ 'main.c < main.d': 3 }), { instance: 'pod-3', start: START, at: minute(0) })
    expect(await api.read(series)).toHaveProperty('processes.length', 2)
    const { processes } = (await api.read(`${series}?absent=zero`)) as {
      processes: { instance: string; points: { last: number }[] }[]
    }
    const [third] = processes.filter(({ instance }) => instance === 'pod-3')
    expect(third?.points.map(({ last }) => last)).toEqual([0])
  })

  test('gives least, most and last of each step, and no point where no profile was', async () => {
    expect(await api.read(`${series}?step=300`)).toMatchObject({
      stepSeconds: 300,
      processes: [
        {
          process: 'pod-1@20260907T053000Z',
          points: [
            { at: minute(4), min: 2, max: 9, last: 7 },
            { at: minute(7), min: 1, max: 30, last: 1 },
          ],
        },
        { process: 'pod-2@20260907T053000Z', points: [{ at: minute(0), min: 100, max: 100, last: 100 }] },
      ],
    })
  })

  test('goes on from the processes of an older Go, which names the frames otherwise', async () => {
    const old = dump({ 'main.(*q).take.func1 < main.(*q).take': 3 })
    const next = dump({ 'main.main.gowrap1.(*q).take.1 < main.(*q).take': 4 })
    await api.push(old, { instance: 'pod-3', start: START, at: minute(0) })
    await api.push(next, { instance: 'pod-3', start: minute(2), at: minute(3) })
    const stacks = await pages(api, `${SIGNATURES}?limit=2`)
    const id = (count: number) => stacks.find((stack) => stack.count === count)?.id
    expect(await pointsOf(`${SIGNATURES}/${id(4)}/series?step=60`)).toMatchObject([
      { points: [{ at: minute(0), last: 3 }] },
      { points: [{ at: minute(3), last: 4 }] },
    ])
  })

  test('gives the profiles one by one in steps of a minute', async () => {
    const answer = await api.read(`${series}?step=60&process=pod-1@20260907T053000Z`)
    const points = [5, 9, 2, 4, 7, 8, 30, 1].map((n, i) => ({ at: minute(i), min: n, max: n, last: n }))
    expect(answer).toMatchObject({ processes: [{ points }] })
  })

  test('is of one process where one is named, and of none that is unknown', async () => {
    const processes = async (id: string) =>
      (await api.read(`${series}?process=${id}`)) as { processes: unknown[] }
    expect((await processes('pod-2@20260907T053000Z')).processes).toHaveLength(1)
    expect((await processes('pod-9@20260907T053000Z')).processes).toEqual([])
  })

  test('looks at a range of time only, its end excluded', async () => {
    const answer = await api.read(`${series}?step=60&from=${minute(2)}&to=${minute(4)}`)
    expect(answer).toMatchObject({ processes: [{ points: [{ last: 2 }, { last: 4 }] }] })
  })

  test('reads on over the edge of what the judge has put into blocks', async () => {
    const before = await pointsOf(`${series}?step=3600`)
    api.clock.now += 5 * HOUR
    await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    expect(await pointsOf(`${series}?step=3600`)).toEqual(before)
  })

  test('gives the processes with the most of it, and tells how many it left out', async () => {
    expect(await api.read(`${series}?top=1`)).toMatchObject({
      processes: [{ process: 'pod-2@20260907T053000Z', instance: 'pod-2', startedAt: START, version: null }],
      hidden: 1,
    })
  })

  test('gives the low water of a process, and the line through it from a time on', async () => {
    const { processes } = (await api.read(`${series}?since=${minute(4)}`)) as {
      processes: { lowWater: unknown[]; line: unknown }[]
    }
    expect(processes[0]?.lowWater.slice(0, 2)).toEqual([
      { at: minute(0), count: 5 },
      { at: minute(1), count: 9 },
    ])
    expect(processes[0]?.line).toMatchObject({ from: minute(4), to: minute(7) })
    expect(processes[1]?.line).toBeNull()
  })

  test('of a family adds up the stacks that its entry function began', async () => {
    const stacks = { 'main.a < main.run': 3, 'main.c < main.run': 4, 'main.a < main.other': 9 }
    await api.push(dump(stacks), { instance: 'pod-3', start: START, at: minute(9) })
    expect(await api.read(`${SIGNATURES}/${familyId('main.run')}/series`)).toMatchObject({
      signature: familyId('main.run'),
      processes: [{ instance: 'pod-3', points: [{ at: minute(9), min: 7, max: 7, last: 7 }] }],
    })
    expect((await api.send(`${SIGNATURES}/${familyId('main.nobody')}/series`)).status).toBe(404)
  })

  test('of more than 20,000 points is refused with the number that it has', async () => {
    const [only] = await pages(api, `${SIGNATURES}?limit=2`)
    await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    for (let pod = 0; pod < 65; pod++) await addDays(`pod-${pod}@old`, String(only?.id))
    const refused = await api.send(`${series}?step=60`)
    expect(refused.status).toBe(400)
    // Of yesterday and today the hour blocks are read, and there are none.
    const points = 65 * (DAYS - 1) * 24 + 3
    expect(await refused.json()).toMatchObject({ reason: 'bad-parameter', limit: 20_000, actual: points })
    expect(await api.read(`${series}?step=86400`)).toHaveProperty('processes.length', 67)
  })
})
