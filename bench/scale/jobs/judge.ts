import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR } from '#shared/time.ts'
import { CLOSED_THROUGH, type Fleet, largest, SERVICE, TENANT } from '../fleet.ts'
import type { Played } from '../played.ts'
import { measured, openStage } from '../stage.ts'

const RUNS_A_DAY = 144
const HOURS_A_DAY = 24
/** A chain of runs that is longer would not end before the next plan. */
const MOST_RUNS = 40

/** A run of the judge ten minutes after the one before it: no hour is to be closed. */
export const playJudge = (fleet: Fleet): Promise<Played> =>
  play('judge', fleet, CLOSED_THROUGH + HOUR, RUNS_A_DAY)

/** The run of each hour that closes the hour before, of all processes of a service. */
export const playClose = (fleet: Fleet): Promise<Played> => play('close', fleet, CLOSED_THROUGH, HOURS_A_DAY)

async function play(job: string, fleet: Fleet, closedThrough: number, runsADay: number): Promise<Played> {
  const stage = await openStage(fleet, { closedThrough })
  const queue: JudgeRequest[] = [{ tenant: TENANT, service: SERVICE }]
  const runs: { readonly seconds: number; readonly processorSeconds: number }[] = []
  const limit = FUNCTION_LIMITS['judge-service'].seconds * 1_000
  const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void queue.push(...requests) }
  let peakBytes = 0
  for (let next = queue.shift(); next !== undefined && runs.length < MOST_RUNS; next = queue.shift()) {
    const run = measured(stage, 'judge-service')
    await handleJudgeMessage(
      { ...stage.instance(), judgeQueue },
      JSON.stringify(next),
      `run ${runs.length}`,
      stage.time.now(),
      { remaining: () => limit - run.seconds() * 1_000, clock: stage.time.now },
    )
    runs.push({ seconds: run.seconds(), processorSeconds: run.processorSeconds() })
    peakBytes = run.peakBytes()
  }
  const each = fleet.services * runsADay
  return {
    job,
    function: 'judge-service',
    part: `one service of ${largest(fleet)} processes, ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
    processorSeconds: Math.max(...runs.map((one) => one.processorSeconds)),
    seconds:
      runs.length >= MOST_RUNS ? Number.POSITIVE_INFINITY : Math.max(...runs.map(({ seconds }) => seconds)),
    peakBytes,
    runsADay: runs.length * each,
    readUnits: stage.load.units.read * each,
    writeUnits: stage.load.units.write * each,
    objectPuts: 0,
    objectLists: 0,
    queueRequests: 3 * runs.length * each,
    hottest: stage.load.hottest(),
    throttledSeconds: stage.load.throttled.milliseconds / 1_000,
    logBytes: 600 * runs.length * each,
  }
}
