import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { closePart } from '#functions/judge-service/close-part.ts'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { OutOfTime, PartsOpen } from '#shared/history/out-of-time.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { all } from '#test/support/stores.ts'
import { blocksOf, idOf, leakingPods, MONDAY, SERVICE, TENANT, TUESDAY, take } from './service.ts'

type Service = Awaited<ReturnType<typeof leakingPods>>
const PODS = ['pod-1', 'pod-2', 'pod-3', 'pod-4']
const PARTS = 64

/** Spread from an hour on, or never. */
const leaking = (wideFrom?: number): Promise<Service> => leakingPods(PODS, wideFrom)

/** All that runs of the judge leave behind, without when they ran. */
async function outcome({ deps }: Service) {
  const { cursor, findings, late } = await deps.ledger.read(TENANT, SERVICE)
  return {
    hour: await blocksOf(deps, 'hour'),
    day: await blocksOf(deps, 'day'),
    evidence: await all(deps.evidence.all(TENANT, SERVICE)),
    closedThrough: cursor?.closedThrough,
    told: findings.map(({ verdict }) => explain(SERVICE, verdict, verdict.lastHeard)),
    late,
    lateSnapshots: await deps.ledger.lateSnapshots(TENANT, SERVICE, 99),
  }
}

interface Drained {
  /** Messages that were handled, a letter each: a verdict, or a part. */
  readonly handled: string
  readonly left: number
}

/** Hands out what the queue holds until it is empty. @param pick which of so many comes next @param looks at the clock of each run */
async function drain(
  { deps, clock }: Service,
  { pick = (_count: number): number => 0, looks = (): number => Infinity, isTwice = false } = {},
): Promise<Drained> {
  const queue: JudgeRequest[] = [{ tenant: TENANT, service: SERVICE }]
  const judgeQueue = {
    send: async (some: readonly JudgeRequest[]) => void queue.push(...some, ...(isTwice ? some : [])),
  }
  let handled = ''
  while (queue.length > 0 && handled.length < 2_000) {
    const [next] = queue.splice(pick(queue.length), 1)
    let left = looks()
    const remaining = (): number => (left-- > 0 ? 10 * MINUTE : 0)
    const time = { remaining, clock: () => clock.now, leavesParts: true }
    await handleJudgeMessage(
      { ...deps, judgeQueue },
      JSON.stringify(next),
      `run ${handled.length}`,
      TUESDAY,
      time,
    )
    handled += next?.part === undefined ? 'v' : 'p'
  }
  return { handled, left: queue.length }
}

describe('a service that is spread', () => {
  it.each([0, 6, 23])(
    'from hour %i on is closed part by part, and comes to the same verdicts',
    async (hour) => {
      const narrow = await leaking()
      await drain(narrow)
      const want = await outcome(narrow)
      expect(want.told).toHaveLength(1)
      const spread = await leaking(MONDAY + hour * HOUR)
      const { handled, left } = await drain(spread)
      expect(await outcome(spread)).toEqual(want)
      expect([handled, left]).toEqual([hour === 23 ? 'v' : `v${'p'.repeat(PARTS)}v`, 0])
    },
  )

  it('is closed part by part where nobody else is there to do it', async () => {
    const narrow = await leaking()
    await drain(narrow)
    const spread = await leaking(MONDAY + 6 * HOUR)
    const run = await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY)
    expect(await outcome(spread)).toEqual(await outcome(narrow))
    expect(run.closedHours).toBe(22 * PODS.length)
  })

  it('comes to the same verdicts in whatever order and however often messages come, and wherever runs end', async () => {
    const narrow = await leaking()
    await drain(narrow)
    const want = await outcome(narrow)
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        fc.integer({ min: 3, max: 60 }),
        fc.boolean(),
        async (random, most, isTwice) => {
          const next = (): number => random.next().value
          const spread = await leaking(MONDAY + 6 * HOUR)
          const pick = (count: number): number => Math.floor(next() * count)
          // A run that ends too early for one hour comes no further, and is an error: the message comes again.
          const looks = (): number => 60 + Math.floor(next() * most)
          const { left } = await drain(spread, { pick, looks, isTwice })
          expect(left).toBe(0)
          expect(await outcome(spread)).toEqual(want)
        },
      ),
      { numRuns: 6 },
    )
  }, 60_000)

  it('is judged once all parts are closed, and no earlier', async () => {
    const spread = await leaking(MONDAY)
    const time = { remaining: () => 10 * MINUTE, clock: () => TUESDAY, leavesParts: true }
    const failed = await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY, time).catch(
      (error) => error,
    )
    expect(failed).toBeInstanceOf(PartsOpen)
    expect(failed).toBeInstanceOf(OutOfTime)
    expect(failed).toMatchObject({ to: MONDAY + 22 * HOUR })
    const run = { tenant: TENANT, service: SERVICE, owner: 'part', now: TUESDAY, time }
    await spread.deps.ledger.lease(TENANT, SERVICE, 'other', TUESDAY + MINUTE, TUESDAY, '01')
    expect(await closePart(spread.deps, run, { part: '01', to: failed.to })).toBeUndefined()
    expect(await closePart(spread.deps, run, { part: '00', to: failed.to })).toMatchObject({ hasMoved: true })
    expect(await closePart(spread.deps, run, { part: '00', to: failed.to })).toEqual({
      hours: 0,
      hasMoved: false,
    })
    const again = await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY, time).catch(
      (error) => error,
    )
    expect(again.parts).toHaveLength(PARTS - 2)
    expect((await outcome(spread)).told).toEqual([])
  })

  it('goes on from a place that a program of before noted', async () => {
    const spread = await leaking(MONDAY)
    const { ledger } = spread.deps
    await ledger.lease(TENANT, SERVICE, 'before', TUESDAY + MINUTE, TUESDAY)
    const closed = { closedThrough: MONDAY + 4 * HOUR, closedInto: '#2a#pod-1@20260907T000000Z' }
    await ledger.keep(TENANT, SERVICE, 'before', closed, 0)
    const { handled } = await drain(spread)
    expect(handled).toBe(`v${'p'.repeat(PARTS)}v`)
    expect((await outcome(spread)).hour).toHaveLength(18 * PODS.length)
  })
})

describe('what comes late for a service that is spread', () => {
  const late = [MONDAY + 3 * HOUR + 5 * MINUTE, { leak: 99, other: 2 }] as const

  test('is merged under the lease of its part, and waits where another run holds that', async () => {
    const spread = await leaking(MONDAY)
    await drain(spread)
    for (const instance of PODS) await take(spread, late, { instance })
    const marks = await spread.deps.ledger.lateSnapshots(TENANT, SERVICE, 99)
    const [first] = marks
    const held = await spread.deps.snapshots.partOf(TENANT, SERVICE, first?.process ?? '', MONDAY)
    await spread.deps.ledger.lease(TENANT, SERVICE, 'other', TUESDAY + MINUTE, TUESDAY, held)
    const run = await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY)
    expect(run.isLateLeft).toBe(true)
    expect(await spread.deps.ledger.lateSnapshots(TENANT, SERVICE, 99)).toEqual([first])
    await spread.deps.ledger.release(TENANT, SERVICE, 'other', held)
    expect((await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY)).isLateLeft).toBe(false)
    const found = (await blocksOf(spread.deps, 'hour')).filter(({ counts }) => counts.has(idOf('other')))
    expect(found).toHaveLength(PODS.length)
  })

  test.each([{ leavesParts: true }, { leavesParts: false }])(
    'from the bucket is read again by a run of its part: %j',
    async ({ leavesParts }) => {
      const spread = await leaking(MONDAY)
      await drain(spread)
      const { ledger, snapshots } = spread.deps
      for (const instance of PODS) await take(spread, late, { instance })
      for (const mark of await ledger.lateSnapshots(TENANT, SERVICE, 99)) {
        await ledger.clearLateSnapshot(TENANT, SERVICE, mark)
        const part = await snapshots.partOf(TENANT, SERVICE, mark.process, mark.hour)
        await ledger.markLate(TENANT, SERVICE, { hour: mark.hour, part, snapshot: mark.snapshot }, TUESDAY)
      }
      if (leavesParts) expect((await drain(spread)).handled).toBe(`v${'p'.repeat(PODS.length)}v`)
      else await judgeService(spread.deps, TENANT, SERVICE, 'run', TUESDAY)
      const inTime = await leaking(MONDAY)
      for (const instance of PODS) await take(inTime, late, { instance })
      await drain(inTime)
      const { told: _, ...got } = await outcome(spread)
      const { told: __, ...want } = await outcome(inTime)
      expect(got).toEqual(want)
    },
  )
})
