import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedOf } from '#cli/agent/counted.ts'
import { Holding } from '#cli/agent/holding.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { nextCollection } from '#shared/ingest/collection.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, ingestTogether, pushOf, restless } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

const SERVICE = 'checkout'
const [QUIET, HOURS] = [4, 9]
const START = NOW - HOURS * HOUR

interface Leak {
  /** Goroutines that stay, per hour. */
  readonly perHour: number
  /** Minutes after the begin of the fifth hour. */
  readonly begin: number
  /** Healthy goroutines beside them. */
  readonly level: number
  readonly waves: readonly number[]
}

const leaks: fc.Arbitrary<Leak> = fc.record({
  perHour: fc.constantFrom(60, 120, 600),
  begin: fc.nat(59),
  level: fc.constantFrom(2, 40, 300),
  waves: fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }),
})

const profileOf = ({ perHour, begin, level, waves }: Leak, minute: number) => ({
  at: START + minute * MINUTE - 20_000,
  body: dump({
    'main.recv < main.worker': level + Math.floor((perHour * Math.max(0, minute - 60 * QUIET - begin)) / 60),
    'main.serve < main.handler': 10 + (waves[minute % waves.length] ?? 0),
  }),
})

/** Plays the hours in batches. @param isPaced whether the plan says when there is a run; else there is one each ten minutes */
async function play(leak: Leak, isPaced: boolean) {
  const stores = testStores()
  const start = new Date(START).toISOString()
  let quietRuns = 0
  const queued: JudgeRequest[] = []
  const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void queued.push(...requests) }
  for (let minute = 10; minute <= HOURS * 60; minute += 10) {
    stores.clock.now = START + minute * MINUTE + 1_000
    const profiles = Array.from({ length: 10 }, (_, i) => profileOf(leak, minute - 9 + i))
    await ingestTogether(stores, profiles, { start })
    if (isPaced) await queueTrends({ ...stores.deps, judgeQueue }, stores.clock.now)
    if (isPaced && queued.splice(0).length === 0) continue
    if (minute <= 60 * QUIET) quietRuns++
    const { judgement } = await judgeService(stores.deps, TENANT, SERVICE, 'test', stores.clock.now)
    if (judgement.verdicts.length > 0) return { found: stores.clock.now, judgement, quietRuns }
  }
  return { found: undefined, quietRuns }
}

test('a leak of 60 an hour or more is found by the same plan, with the same verdict, as if each plan had its service judged', () =>
  fc.assert(
    fc.asyncProperty(leaks, async (leak) => {
      const [each, paced] = [await play(leak, false), await play(leak, true)]
      expect(paced.found).toBe(each.found)
      expect(paced.judgement).toEqual(each.judgement)
      // While it is young it is judged by each plan, then it has its turns.
      expect(paced.quietRuns).toBeLessThanOrEqual(each.quietRuns - 6)
    }),
    { numRuns: 3 },
  ))

/** Plays the same leak while its plans are kept; each minute is given to a sender, which pushes what it will. */
async function playSender(leak: Leak, senderOf: (stores: ReturnType<typeof testStores>) => Sender) {
  const stores = testStores()
  const send = senderOf(stores)
  const queued: JudgeRequest[] = []
  const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void queued.push(...requests) }
  let runs = 0
  for (let minute = 1; minute <= HOURS * 60; minute++) {
    stores.clock.now = START + minute * MINUTE
    await send(profileOf(leak, minute))
    if (minute % 10 !== 0) continue
    stores.clock.now += 1_000
    await queueTrends({ ...stores.deps, judgeQueue }, stores.clock.now)
    if (queued.splice(0).length === 0) continue
    if (minute <= 60 * QUIET) runs++
    const { judgement } = await judgeService(stores.deps, TENANT, SERVICE, 'test', stores.clock.now)
    if (judgement.verdicts.length > 0) return { found: stores.clock.now, stores, runs }
  }
  return { found: Number.POSITIVE_INFINITY, stores, runs }
}

type Sender = (profile: { readonly at: number; readonly body: Uint8Array<ArrayBuffer> }) => Promise<void>
const FACTS = { ...pushOf().process, startedAt: START }

/** Pushes each minute by itself. @param canRest whether ingest knows that the process rests */
const alone =
  (canRest: boolean) =>
  (stores: ReturnType<typeof testStores>): Sender =>
  async (profile) => {
    await ingest(canRest ? stores : restless(stores), { ...profile, process: FACTS })
  }

/** Holds as the agent does and its server says. @param canRest whether it looks for stacks that rise */
const agent =
  (canRest: boolean) =>
  (stores: ReturnType<typeof testStores>): Sender => {
    const holding = new Holding()
    const start = new Date(START).toISOString()
    const item = (profile: Parameters<Sender>[0]) => ({ ...profile, path: '/v1/profiles?service=checkout' })
    const bring = async (
      some: readonly { readonly at: number; readonly body: Uint8Array<ArrayBuffer> }[],
    ) => {
      if (some.length === 0) return
      const outcomes = await ingestTogether(stores, some, { start })
      const last = outcomes.at(-1)
      if (last === undefined || 'refused' in last) throw new Error('all are taken')
      const { receipt } = last
      const next = await nextCollection(
        stores.deps,
        { tenant: TENANT, service: SERVICE, ...receipt },
        stores.clock.now,
      )
      holding.obey(item(profileOf(NO_LEAK, 0)), canRest ? next : { holdSeconds: next.holdSeconds })
    }
    return async (profile) => {
      const { now } = stores.clock
      const held = item(profile)
      const way = holding.wayOf(held, await countedOf(profile.body))
      if (way === 'alone') await bring([held])
      else if (way === 'with all') await bring([...(holding.takeAll() as (typeof held)[]), held])
      else holding.add(held, now, way)
      await bring(holding.take(now) as (typeof held)[])
    }
  }
const NO_LEAK: Leak = { perHour: 0, begin: 0, level: 2, waves: [0] }

test('a leak of 60 an hour or more is found no later where the process rests until it begins, and a fifth is kept until then', () =>
  fc.assert(
    fc.asyncProperty(leaks, async (leak) => {
      const each = await playSender(leak, alone(false))
      const rested = await playSender(leak, alone(true))
      const minutes = await playSender({ ...leak, perHour: 0 }, alone(true))
      expect(rested.found).toBeLessThanOrEqual(each.found)
      const range = { from: START, to: START + HOURS * HOUR }
      const kept = await all(minutes.stores.deps.snapshots.heads(TENANT, SERVICE, range))
      // Young for two hours, then at rest but for the runs of waves.
      expect(kept.length).toBeLessThanOrEqual(120 + 10 + ((HOURS - 2) * 60) / 5 + 60)
    }),
    { numRuns: 3 },
  ))

test('and by an agent that holds for longer at rest in the same ten minutes as by one that does not', () =>
  fc.assert(
    fc.asyncProperty(leaks, async (leak) => {
      const [plain, resting] = [await playSender(leak, agent(false)), await playSender(leak, agent(true))]
      expect(resting.found).toBeLessThanOrEqual(plain.found + 10 * MINUTE)
    }),
    { numRuns: 4 },
  ))
