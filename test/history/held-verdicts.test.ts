import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedOf } from '#cli/agent/counted.ts'
import { Holding } from '#cli/agent/holding.ts'
import type { PushItem } from '#cli/agent/push-item.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { nextCollection } from '#shared/ingest/collection.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR, iso, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingestTogether, restless } from '#test/support/push.ts'

const SERVICE = 'checkout'
const [QUIET, HOURS] = [4, 10]
const START = NOW - HOURS * HOUR
/** From one plan to the next (infra/constructs/jobs.ts). */
const PLAN = 10

/** Two processes of a service, of which one agent knows. */
interface History {
  /** Goroutines that stay, per hour, in each process that leaks. */
  readonly perHour: number
  readonly leaking: 1 | 2
  /** Minutes after the end of the quiet hours. */
  readonly begin: number
  /** Healthy goroutines beside them. */
  readonly level: number
  readonly waves: readonly number[]
  /** Goroutines that come at a minute and go after some others. */
  readonly bursts: readonly { readonly at: number; readonly height: number; readonly minutes: number }[]
  /** Minute of a restart of the second process. */
  readonly restart: number
  /** Minutes that the clocks of the processes are ahead. */
  readonly clocks: readonly [number, number]
}

const histories = (perHour: readonly number[]): fc.Arbitrary<History> =>
  fc.record({
    perHour: fc.constantFrom(...perHour),
    leaking: fc.constantFrom(1, 2),
    begin: fc.nat(59),
    level: fc.constantFrom(2, 40, 300),
    waves: fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }),
    bursts: fc.array(
      fc.record({
        at: fc.nat(HOURS * 60),
        height: fc.integer({ min: 5, max: 400 }),
        minutes: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 2 },
    ),
    restart: fc.integer({ min: 30, max: HOURS * 60 }),
    clocks: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
  })

/** What the agent pulls at a minute, oldest process first. */
function pulled({ perHour, leaking, begin, level, waves, bursts, restart, clocks }: History, minute: number) {
  return clocks.map((ahead, i) => {
    const since = i === 1 && minute >= restart ? restart : 0
    const leaks = i < leaking ? minute - Math.max(since, 60 * QUIET + begin) : 0
    const burst = bursts.filter(({ at, minutes }) => minute >= at && minute < at + minutes)
    const more = { instance: `pod-${i + 1}`, start: iso(START + since * MINUTE) }
    return {
      at: START + (minute + ahead) * MINUTE - 20_000,
      more,
      path: `/v1/profiles?${new URLSearchParams({ service: SERVICE, ...more })}`,
      body: dump({
        'main.recv < main.worker': level + Math.floor((perHour * Math.max(0, leaks)) / 60),
        'main.serve < main.handler': 10 + (waves[(minute + i) % waves.length] ?? 0),
        'main.batch < main.cron': 1 + burst.reduce((sum, { height }) => sum + height, 0),
      }),
    }
  })
}
type Pulled = ReturnType<typeof pulled>[number]

/** Plays the hours until there is a verdict. @param judges at which minutes there is a run; undefined: where the plan says so */
async function play(
  stores: ReturnType<typeof testStores>,
  bring: (minute: number) => Promise<void>,
  judges?: (minute: number) => boolean,
) {
  const runs: number[] = []
  const queued: JudgeRequest[] = []
  const judgeQueue = { send: async (some: readonly JudgeRequest[]) => void queued.push(...some) }
  for (let minute = 1; minute <= HOURS * 60; minute++) {
    stores.clock.now = START + minute * MINUTE
    await bring(minute)
    if (minute % PLAN !== 0) continue
    stores.clock.now += 1_000
    if (judges === undefined) await queueTrends({ ...stores.deps, judgeQueue }, stores.clock.now)
    const isPlanned = queued.splice(0).length > 0
    if (!(judges?.(minute) ?? isPlanned)) continue
    runs.push(minute)
    const { judgement } = await judgeService(stores.deps, TENANT, SERVICE, 'test', stores.clock.now)
    if (judgement.verdicts.length > 0) return { found: minute, runs }
  }
  return { found: Number.POSITIVE_INFINITY, runs }
}

/** What the agent brings, as it holds by what the server says. */
function byAgent(history: History) {
  const stores = testStores()
  const holding = new Holding()
  const push = async (some: readonly PushItem[]): Promise<void> => {
    if (some.length === 0) return
    const sent = some as unknown as readonly Pulled[]
    const outcomes = await ingestTogether(stores, sent)
    for (const [i, outcome] of outcomes.entries()) {
      if ('refused' in outcome) throw new Error('all are taken')
      const { receipt } = outcome
      holding.obey(
        some[i] as PushItem,
        await nextCollection(stores.deps, { tenant: TENANT, service: SERVICE, ...receipt }, stores.clock.now),
      )
    }
  }
  return play(stores, async (minute) => {
    const { now } = stores.clock
    for (const one of pulled(history, minute) as unknown as readonly PushItem[]) {
      const way = holding.wayOf(one, await countedOf(one.body))
      if (way === 'alone') await push([one])
      else if (way === 'with all') await push([...holding.takeAll(), one])
      else holding.add(one, now, way)
    }
    await push(holding.take(now))
  })
}

/** Each profile by itself, all of which are kept. @param late minutes */
function alone(history: History, judges: (minute: number) => boolean, late = 0) {
  const stores = restless(testStores())
  return play(
    stores,
    async (minute) => {
      for (const one of minute > late ? pulled(history, minute - late) : [])
        await ingestTogether(stores, [one])
    },
    judges,
  )
}

/** Each plays ten hours twice. */
const RUNS = 2

test('a leak of 60 an hour or more is told of what an agent holds ten minutes later at most, whatever beside it bursts, restarts or has another clock', () =>
  fc.assert(
    fc.asyncProperty(histories([60, 120, 600]), async (history) => {
      const [each, held] = [await alone(history, () => true), await byAgent(history)]
      expect(held.found).toBeLessThanOrEqual(each.found + PLAN)
    }),
    { numRuns: RUNS },
  ))

test('whatever a run tells of a leak of any pace ten minutes late, it tells of what an agent holds', () =>
  fc.assert(
    fc.asyncProperty(histories([1, 5, 20, 60, 600]), async (history) => {
      const held = await byAgent(history)
      const each = await alone(history, (minute) => held.runs.includes(minute), PLAN)
      expect(held.found).toBeLessThanOrEqual(each.found)
    }),
    { numRuns: RUNS },
  ))
