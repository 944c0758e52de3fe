import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { type JudgeRequest, judgeMessages } from '#shared/store/judge-queue.ts'
import { NEWS_BUCKET } from '#shared/store/news.ts'
import { ASSUMED } from '../../cost/prices.ts'
import { type Fleet, NOW, TENANT, URGENT } from '../fleet.ts'
import type { Played } from '../played.ts'
import { measured, openStage } from '../stage.ts'

const RUNS_A_DAY = 144
/** Messages of one call of SQS. */
const BATCH = 10
/** Buckets of ten minutes that a plan looks at. */
const BUCKETS = 8

/** A plan of all services, each with news in every bucket; what comes alone does not wait. */
export async function playPlan(fleet: Fleet): Promise<Played> {
  const stage = await openStage({ ...fleet, processes: 1, services: 1 })
  const urgent = fleet.senders === 'single' ? 1 : (fleet.urgent ?? URGENT)
  for (let i = 0; i < fleet.services; i++) {
    const turn = i < urgent * fleet.services ? 'next' : 'of the hour'
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      await stage.quiet.news.mark(TENANT, `team-${i % 100}/service-${i}`, NOW - bucket * NEWS_BUCKET, turn)
  }
  let calls = 0
  const judgeQueue = {
    send: async (requests: readonly JudgeRequest[]) => {
      const messages = judgeMessages(requests).length
      for (let i = 0; i < messages; i += BATCH) {
        calls++
        await stage.time.until(stage.time.now() + ASSUMED.queueMilliseconds)
      }
    },
  }
  const { news, jobs } = stage.instance()
  const run = measured(stage, 'plan-trends')
  await queueTrends({ news, jobs, judgeQueue }, NOW)
  const processorSeconds = run.processorSeconds() + (calls * ASSUMED.sdkMilliseconds) / 1_000
  return {
    job: 'plan',
    function: 'plan-trends',
    part: 'all of it',
    processorSeconds,
    seconds: run.seconds(),
    peakBytes: run.peakBytes(),
    runsADay: RUNS_A_DAY,
    readUnits: stage.load.units.read * RUNS_A_DAY,
    writeUnits: stage.load.units.write * RUNS_A_DAY,
    objectPuts: 0,
    objectLists: 0,
    queueRequests: calls * RUNS_A_DAY,
    hottest: stage.load.hottest(),
    throttledSeconds: stage.load.throttled.milliseconds / 1_000,
    logBytes: 0,
  }
}
