import { describe, expect, it } from 'vitest'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { all } from '#test/support/stores.ts'
import { telling } from '#test/support/telling.ts'
import type { RowCall } from '#test/support/watched-rows.ts'
import { blocksOf, idOf, leakingPods, MONDAY, SERVICE, TENANT, TUESDAY, take } from './service.ts'

type Service = Awaited<ReturnType<typeof leakingPods>>
const PODS = ['pod-1', 'pod-2']

/** The judge comes for the first time. */
const leaking = (): Promise<Service> => leakingPods(PODS)

/** All that runs of the judge leave behind, without when they ran. */
async function outcome({ deps }: Service) {
  const { cursor, findings, late } = await deps.ledger.read(TENANT, SERVICE)
  return {
    hour: await blocksOf(deps, 'hour'),
    day: await blocksOf(deps, 'day'),
    evidence: await all(deps.evidence.all(TENANT, SERVICE)),
    closedThrough: cursor?.closedThrough,
    findings: findings.map(({ id, verdict }) => ({
      id,
      tier: verdict.tier,
      told: explain(SERVICE, verdict, verdict.lastHeard),
    })),
    late,
  }
}

const judge = (service: Service, remaining: () => number, owner = 'run') =>
  judgeService(service.deps, TENANT, SERVICE, owner, TUESDAY, { remaining, clock: () => service.clock.now })

/** A minute at each of so many looks at the clock, and no time after them. */
const timeFor = (looks: number) => () => (looks-- > 0 ? MINUTE : 0)

describe('a run whose time is over', () => {
  it('leaves after the next one what a single run leaves, wherever it was cut', async () => {
    const whole = await leaking()
    let looks = 0
    await judge(whole, () => {
      looks++
      return MINUTE
    })
    const want = await outcome(whole)
    expect(want.findings).toMatchObject([{ id: idOf('leak') }])
    expect(looks).toBeGreaterThan(50)
    for (let cut = 1; cut < looks; cut++) {
      const service = await leaking()
      await expect(judge(service, timeFor(cut))).rejects.toThrow(OutOfTime)
      const { cursor, findings } = await service.deps.ledger.read(TENANT, SERVICE)
      expect([cursor?.judgedAt, findings]).toEqual([undefined, []])
      expect((await service.deps.directory.service(TENANT, SERVICE))?.lastJudged).toBeUndefined()
      await judge(service, timeFor(Number.POSITIVE_INFINITY), 'the next')
      expect(await outcome(service)).toEqual(want)
    }
  }, 60_000)

  it('asks for its service once more where it came further, and fails where it did not', async () => {
    const service = await leaking()
    const queued: JudgeRequest[] = []
    const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void queued.push(...requests) }
    const handle = (remaining: () => number) =>
      handleJudgeMessage(
        { ...service.deps, ...telling(() => TUESDAY), judgeQueue },
        JSON.stringify({ tenant: TENANT, service: SERVICE }),
        'run',
        TUESDAY,
        { remaining, clock: () => TUESDAY },
      )
    await expect(handle(timeFor(3))).rejects.toThrow('too short for the smallest step')
    expect(queued).toEqual([])
    // Closing ends; a verdict would have to be found in the smaller part of the run.
    let left = 10 * MINUTE
    await handle(() => (left -= 4_000))
    expect(queued).toEqual([{ tenant: TENANT, service: SERVICE, plannedAt: TUESDAY, hops: 1 }])
    expect((await service.deps.ledger.read(TENANT, SERVICE)).cursor?.judgedAt).toBeUndefined()
    left = 10 * MINUTE
    await handle(() => (left -= 4_000))
    expect(queued).toHaveLength(1)
    expect((await service.deps.ledger.read(TENANT, SERVICE)).cursor?.judgedAt).toBe(TUESDAY)
  })
})

describe('a service with more late dumps than a run can merge', () => {
  it('is judged all the same, and asks for the next run, until none is left', async () => {
    const service = await leaking()
    await judge(service, () => MINUTE)
    for (let pod = 0; pod < 40; pod++)
      for (let minute = 0; minute < 51; minute++)
        await take(service, [MONDAY + 3 * HOUR + minute * MINUTE, { leak: 5 }], { instance: `late-${pod}` })
    const queued: string[] = []
    const judgeQueue = {
      send: async (requests: readonly JudgeRequest[]) =>
        void queued.push(...requests.map((one) => JSON.stringify(one))),
    }
    const deps = { ...service.deps, ...telling(() => TUESDAY), judgeQueue }
    const handle = (body: string, at: number, times: number[]) =>
      handleJudgeMessage(deps, body, 'run', at, {
        remaining: () => times.shift() ?? 25_000,
        clock: () => service.clock.now,
      })
    const marks = async () => (await deps.ledger.lateSnapshots(TENANT, SERVICE, 9_999)).length
    expect(await marks()).toBe(2_040)
    await handle(JSON.stringify({ tenant: TENANT, service: SERVICE }), TUESDAY + MINUTE, [MINUTE])
    expect([await marks(), queued.map((one) => JSON.parse(one))]).toEqual([
      40,
      [{ tenant: TENANT, service: SERVICE, plannedAt: TUESDAY + MINUTE, hops: 1 }],
    ])
    expect((await deps.ledger.read(TENANT, SERVICE)).cursor?.judgedAt).toBe(TUESDAY + MINUTE)
    await handle(queued[0] ?? '', TUESDAY + 2 * MINUTE, [MINUTE])
    expect([await marks(), queued.length]).toEqual([0, 1])
    expect((await blocksOf(deps, 'hour')).filter(({ process }) => process.startsWith('late-'))).toHaveLength(
      40,
    )
  }, 60_000)
})

describe('a run that is killed', () => {
  /** From this request on nothing is answered. */
  async function killedAt(request: number): Promise<Service> {
    const service = await leaking()
    let requests = 0
    service.rows.fails = () => ++requests > request
    await expect(judge(service, timeFor(Number.POSITIVE_INFINITY))).rejects.toThrow('does not answer')
    service.rows.fails = () => false
    return service
  }

  it('leaves after the next one what a single run leaves, and no finding twice, wherever it was killed', async () => {
    const whole = await leaking()
    whole.rows.calls.length = 0
    await judge(whole, timeFor(Number.POSITIVE_INFINITY))
    const requests: readonly RowCall[] = [...whole.rows.calls]
    const want = await outcome(whole)
    expect(requests.length).toBeGreaterThan(60)
    for (let request = 1; request < requests.length - 1; request += 3) {
      const service = await killedAt(request)
      await expect(judge(service, timeFor(1_000), 'too early')).rejects.toMatchObject({ reason: 'conflict' })
      service.clock.now += 5 * MINUTE + 1
      await judge(service, timeFor(Number.POSITIVE_INFINITY), 'the next')
      expect(await outcome(service)).toEqual(want)
    }
  }, 60_000)
})

describe('a long run', () => {
  it('renews its lease with every part that it has closed', async () => {
    const service = await leaking()
    const until: unknown[] = []
    const { ledger } = service.deps
    const watched: typeof ledger = {
      ...ledger,
      keep: (...given) => {
        until.push(given[4])
        return ledger.keep(...given)
      },
    }
    const time = { remaining: () => MINUTE, clock: () => TUESDAY + 4 * MINUTE }
    await judgeService({ ...service.deps, ledger: watched }, TENANT, SERVICE, 'run', TUESDAY, time)
    expect(until).toEqual([TUESDAY + 9 * MINUTE])
  })

  it('ends where another run has taken its service over, and writes no finding', async () => {
    const service = await leaking()
    const { ledger } = service.deps
    const watched: typeof ledger = { ...ledger, keep: async () => false }
    await expect(
      judgeService({ ...service.deps, ledger: watched }, TENANT, SERVICE, 'run', TUESDAY),
    ).rejects.toMatchObject({ reason: 'conflict' })
    expect((await ledger.read(TENANT, SERVICE)).findings).toEqual([])
  })
})
