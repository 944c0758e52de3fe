import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { STAGES } from '#infra/stages.ts'
import { type JudgeMessage, type JudgeRequest, judgeMessages } from '#shared/store/judge-queue.ts'
import { NEWS_BUCKET } from '#shared/store/news.ts'
import { HOUR } from '#shared/time.ts'
import { CLOSED_THROUGH, type Fleet, largest, NOW, SERVICE, TENANT, URGENT } from '../fleet.ts'
import type { JobName, Played } from '../played.ts'
import { measured, openStage, type Stage } from '../stage.ts'
import { serviceNames } from '../tables-of-services.ts'

/** Plans of a day that do not meet the turn of a service. */
const PLANS_BETWEEN = 120
const HOURS_A_DAY = 24
/** Services that an instance has judged before: one of a fleet has judged hundreds, and from 20 on they take the same. */
const WARM = 20
/** A chain of runs that is longer would not end before the next plan. */
const MOST_RUNS = 40
/** Milliseconds of a run. */
const LIMIT = FUNCTION_LIMITS['judge-service'].seconds * 1_000
/** Services of a plan that are played: those of a message (shared/store/judge-queue.ts). */
const SERVICES = 10
/** A line of metrics of a service (functions/meter.emf.ts). */
const LOG_BYTES = 600

/** A run of the judge ten minutes after the one before it, of the services that do not wait for their turn: no hour is to be closed. */
export const playJudge = (fleet: Fleet): Promise<Played> =>
  // Of those that send alone each is judged by every plan, and most of them rest.
  play('judge', { ...fleet, rises: fleet.senders !== 'single' }, CLOSED_THROUGH + HOUR, PLANS_BETWEEN)

/** The run of each service's turn, which closes the hour before, of all of its processes. */
export const playClose = (fleet: Fleet): Promise<Played> => play('close', fleet, CLOSED_THROUGH, HOURS_A_DAY)

async function play(job: JobName, fleet: Fleet, closedThrough: number, mostRuns: number): Promise<Played> {
  const services = Math.min(SERVICES, fleet.services)
  // An instance judges one service after the other: its code is warm.
  for (let i = 0; i < (fleet.services > 1 ? WARM : 0); i++) await judgeOnce(await openStage(fleet))
  const stage = await openStage(fleet, { closedThrough, services })
  const planned = serviceNames(services).map((service) => ({ tenant: TENANT, service, plannedAt: NOW }))
  const queue: JudgeMessage[] = judgeMessages(planned)
  const runs: Run[] = []
  /** Parts that were asked for, and the one of them that is played. */
  let [parts, played] = [0, '']
  const judgeQueue = {
    send: async (requests: readonly JudgeRequest[]) => {
      const [first] = requests
      if (first?.part === undefined || first.part === played) {
        queue.push(...judgeMessages(requests))
        return
      }
      parts = requests.length
      played = first.part
      queue.push(first)
    },
  }
  let peakBytes = 0
  for (let next = queue.shift(); next !== undefined && runs.length < MOST_RUNS; next = queue.shift()) {
    const run = measured(stage, 'judge-service')
    const before = { ...stage.load.units }
    await handleJudgeMessage(
      { ...stage.instance(), judgeQueue },
      JSON.stringify(next),
      `run ${runs.length}`,
      stage.time.now(),
      {
        remaining: () => LIMIT - run.seconds() * 1_000,
        clock: stage.time.now,
        leavesParts: true,
      },
    )
    runs.push({
      isPart: next.part !== undefined,
      seconds: run.seconds(),
      processorSeconds: run.processorSeconds(),
      readUnits: stage.load.units.read - before.read,
      writeUnits: stage.load.units.write - before.write,
    })
    peakBytes = run.peakBytes()
  }
  /** Of all runs; of the parts one stands for all. */
  const total = (of: (run: Run) => number): number =>
    runs.reduce((sum, one) => sum + of(one) * (one.isPart ? parts : 1), 0)
  // As many parts at one time as there may be judges.
  const waves = Math.ceil(parts / STAGES.prod.judges)
  const chainSeconds = runs.reduce((sum, one) => sum + one.seconds * (one.isPart ? waves : 1), 0)
  const longest = Math.max(...runs.map(({ seconds }) => seconds))
  const count = total(() => 1)
  const urgent = job === 'close' || !(await waits(fleet, stage)) ? 1 : (fleet.urgent ?? URGENT)
  const each = (fleet.services / services) * mostRuns * urgent
  return {
    job,
    function: 'judge-service',
    part: `${services === 1 ? 'one service' : `${services} services`} of ${largest(fleet)} processes${services === 1 ? '' : ' each'}, ${parts > 0 ? `one of its ${parts} parts` : `${count} ${count === 1 ? 'run' : 'runs'}`}`,
    processorSeconds: Math.max(...runs.map((one) => one.processorSeconds)),
    seconds: runs.length >= MOST_RUNS ? Number.POSITIVE_INFINITY : longest,
    chainSeconds,
    peakBytes,
    runsADay: count * each,
    readUnits: total((one) => one.readUnits) * each,
    writeUnits: total((one) => one.writeUnits) * each,
    objectPuts: 0,
    objectLists: 0,
    queueRequests: 3 * count * each,
    hottest: stage.load.hottest(),
    throttledSeconds: (stage.load.throttled.milliseconds / 1_000) * Math.max(1, parts),
    logBytes: LOG_BYTES * Math.max(services, count) * each,
  }
}

/** Whether the judge leaves the service to its turn, and the sender does: a profile that comes alone does not say whether it rises. */
async function waits({ senders }: Fleet, { quiet, time }: Stage): Promise<boolean> {
  if (senders === 'single') return false
  for await (const { service, turn } of quiet.news.inBucketOf(time.now() + NEWS_BUCKET))
    if (service === SERVICE && turn === 'next') return false
  return true
}

interface Run {
  readonly isPart: boolean
  readonly seconds: number
  readonly processorSeconds: number
  readonly readUnits: number
  readonly writeUnits: number
}

async function judgeOnce(stage: Stage): Promise<void> {
  const judgeQueue = { send: async () => undefined }
  const message = JSON.stringify({ tenant: TENANT, service: SERVICE })
  await handleJudgeMessage({ ...stage.instance(), judgeQueue }, message, 'first', stage.time.now())
}
