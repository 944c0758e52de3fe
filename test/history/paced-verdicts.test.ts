import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingestTogether } from '#test/support/push.ts'

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
