import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, ingestTogether, pushOf, restless } from '#test/support/push.ts'

const SERVICE = 'checkout'
const HOURS = 6
/** From one run of the judge to the next (infra/constructs/jobs.ts), and as long as a sender may hold profiles. */
const JUDGED_EVERY = 10 * MINUTE
const START = NOW - HOURS * HOUR

interface Series {
  /** Goroutines that stay, per hour. */
  readonly perHour: number
  /** What comes and goes beside them. */
  readonly waves: readonly number[]
  /** Minutes that a batch is held, one after the other. */
  readonly holds: readonly number[]
}

const series: fc.Arbitrary<Series> = fc.record({
  perHour: fc.constantFrom(0, 20, 60, 300),
  waves: fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }),
  holds: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 5 }),
})

const profiles = ({ perHour, waves }: Series) =>
  Array.from({ length: HOURS * 60 }, (_, i) => ({
    at: START + (i + 1) * MINUTE - 20_000,
    body: dump({
      'main.recv < main.worker': 5 + Math.floor((perHour * i) / 60),
      'main.serve < main.handler': 10 + (waves[i % waves.length] ?? 0),
    }),
  }))

/** Plays a series minute by minute with a judge beside it. @param isBatched whether the profiles are held */
async function play(given: Series, isBatched: boolean) {
  const stores = testStores()
  const process = { ...pushOf().process, startedAt: START }
  const start = new Date(START).toISOString()
  const judge = () => judgeService(stores.deps, TENANT, SERVICE, 'test', stores.clock.now)
  let [held, holds]: [ReturnType<typeof profiles>, number] = [[], 0]
  let found: number | undefined
  const flush = async (): Promise<void> => {
    if (held.length > 0) await ingestTogether(stores, held, { start })
    ;[held, holds] = [[], holds + 1]
  }
  for (const one of profiles(given)) {
    stores.clock.now = one.at + 1_000
    if (isBatched) held.push(one)
    else await ingest(restless(stores), { at: one.at, body: one.body, process })
    if (held.length >= (given.holds[holds % given.holds.length] ?? 1)) await flush()
    if (
      found !== undefined ||
      Math.floor(one.at / JUDGED_EVERY) === Math.floor((one.at + MINUTE) / JUDGED_EVERY)
    )
      continue
    const { judgement } = await judge()
    if (judgement.verdicts.length > 0) found = stores.clock.now
  }
  await flush()
  stores.clock.now = NOW + MINUTE
  const { judgement } = await judge()
  return { found, judgement }
}

/** All of a judgement but when ingest has last told of a process, which it does once in ten minutes (docs/storage.md). */
const toldBy = ({ judgement }: Awaited<ReturnType<typeof play>>): unknown =>
  JSON.parse(
    JSON.stringify(judgement, (key, value) => {
      if (key === 'lastSeen') return undefined
      return value instanceof Map ? [...value] : value
    }),
  )

test('a series that came in batches gets the verdicts of the same series pushed one by one, at most ten minutes later', () =>
  fc.assert(
    fc.asyncProperty(series, async (given) => {
      const [alone, together] = [await play(given, false), await play(given, true)]
      expect(toldBy(together)).toEqual(toldBy(alone))
      if (alone.found === undefined) return
      expect((together.found ?? NOW + MINUTE) - alone.found).toBeLessThanOrEqual(JUDGED_EVERY)
    }),
    { numRuns: 6 },
  ))
