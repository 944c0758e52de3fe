import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { WIDE_PARTS } from '#shared/store/layout.ts'
import { HOUR } from '#shared/time.ts'
import { CLOSED_THROUGH, type Fleet, isSpread, largest, SERVICE, TENANT } from '../fleet.ts'
import type { Played } from '../played.ts'
import { measured, openStage, type Stage } from '../stage.ts'

const RUNS_A_DAY = 144
const HOURS_A_DAY = 24
/** Services that an instance has judged before. */
const WARM = 3
/** A chain of runs that is longer would not end before the next plan. */
const MOST_RUNS = 40
/** A line of metrics of a run (functions/meter.emf.ts). */
const LOG_BYTES = 600

/** A run of the judge ten minutes after the one before it: no hour is to be closed. */
export const playJudge = (fleet: Fleet): Promise<Played> =>
  play('judge', fleet, CLOSED_THROUGH + HOUR, RUNS_A_DAY)

/** The run of each hour that closes the hour before, of all processes of a service. */
export const playClose = (fleet: Fleet): Promise<Played> => play('close', fleet, CLOSED_THROUGH, HOURS_A_DAY)

async function play(job: string, fleet: Fleet, closedThrough: number, runsADay: number): Promise<Played> {
  // An instance judges one service after the other: its code is warm.
  for (let i = 0; i < (fleet.services > 1 ? WARM : 0); i++) await judgeOnce(await openStage(fleet))
  const stage = await openStage(fleet, { closedThrough })
  const queue: JudgeRequest[] = [{ tenant: TENANT, service: SERVICE }]
  const runs: { readonly seconds: number; readonly processorSeconds: number }[] = []
  const limit = FUNCTION_LIMITS['judge-service'].seconds * 1_000
  const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void queue.push(...requests) }
  const isPart = job === 'close' && isSpread(fleet)
  let peakBytes = 0
  for (let next = queue.shift(); next !== undefined && runs.length < MOST_RUNS; next = queue.shift()) {
    const run = measured(stage, 'judge-service')
    const remaining = (): number => limit - run.seconds() * 1_000
    let looks = 0
    await handleJudgeMessage(
      isPart ? { ...onePart(stage.instance()), judgeQueue } : { ...stage.instance(), judgeQueue },
      JSON.stringify(next),
      `run ${runs.length}`,
      stage.time.now(),
      {
        // Of a part alone there is no verdict: the time for it is said to be over.
        remaining: () => (isPart && looks++ > 0 ? Math.min(remaining(), limit / 2 - 1) : remaining()),
        clock: stage.time.now,
      },
    )
    runs.push({ seconds: run.seconds(), processorSeconds: run.processorSeconds() })
    peakBytes = run.peakBytes()
    if (isPart) break
  }
  const scale = isPart ? WIDE_PARTS : 1
  const chainSeconds = runs.reduce((sum, { seconds }) => sum + seconds, 0) * scale
  const longest = Math.max(...runs.map(({ seconds }) => seconds))
  const count = isPart ? Math.max(1, Math.ceil((chainSeconds * 1_000) / limit)) : runs.length
  const each = fleet.services * runsADay
  return {
    job,
    function: 'judge-service',
    part: `one service of ${largest(fleet)} processes, ${isPart ? `one of its ${WIDE_PARTS} parts` : `${count} ${count === 1 ? 'run' : 'runs'}`}`,
    processorSeconds: Math.max(...runs.map((one) => one.processorSeconds)),
    seconds: runs.length >= MOST_RUNS ? Number.POSITIVE_INFINITY : longest,
    chainSeconds,
    peakBytes,
    runsADay: count * each,
    readUnits: stage.load.units.read * scale * each,
    writeUnits: stage.load.units.write * scale * each,
    objectPuts: 0,
    objectLists: 0,
    queueRequests: 3 * count * each,
    hottest: stage.load.hottest(),
    throttledSeconds: (stage.load.throttled.milliseconds / 1_000) * scale,
    logBytes: LOG_BYTES * count * each,
  }
}

async function judgeOnce(stage: Stage): Promise<void> {
  const judgeQueue = { send: async () => undefined }
  const message = JSON.stringify({ tenant: TENANT, service: SERVICE })
  await handleJudgeMessage({ ...stage.instance(), judgeQueue }, message, 'first', stage.time.now())
}

/** A service that has one of its parts alone to close. */
function onePart(deps: ReturnType<Stage['instance']>): ReturnType<Stage['instance']> {
  const { snapshots } = deps
  const parts: typeof snapshots.parts = async (...asked) => (await snapshots.parts(...asked)).slice(0, 1)
  // Two names, or it would not be taken for one that is spread.
  return {
    ...deps,
    snapshots: { ...snapshots, parts: async (...asked) => [...(await parts(...asked)), '~'] },
  }
}
