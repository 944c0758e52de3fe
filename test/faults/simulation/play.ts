import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { queueDays } from '#functions/reconcile/plan-days.ts'
import { inProcessReconcileQueue } from '#infra/local/queues.in-process.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import type { ProfilePush } from '#shared/ingest/push.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { type Known, known } from './known.ts'
import type { Worker } from './schedule.ts'
import { AWAY, isJudged, LOOKS, MENDED, pushesAt, ROUND, SERVICE, TENANT } from './story.ts'
import { together } from './turns.ts'
import type { Work, WorkDeps, World } from './world.ts'

/** A push that was acknowledged, by the id of its receipt. */
export type Acknowledged = ReadonlyMap<string, ProfilePush>

/** What a schedule came to. */
export interface Played {
  readonly acknowledged: Acknowledged
  /** What was known at each look. */
  readonly looks: readonly Known[]
}

/** Rounds in which all that waits is to be done once nothing goes wrong. */
const MOST_ROUNDS = 6
/** What Lambda gives a run of the judge (infra/constructs/jobs.ts). */
const RUN = 15 * MINUTE

/** Plays the story over a world, while its schedule goes wrong. @throws Error where it does not come to an end */
export async function play(world: World): Promise<Played> {
  const { weather, machine } = world
  const spool: ProfilePush[] = []
  const acknowledged = new Map<string, ProfilePush>()
  const judged: JudgeRequest[] = []
  const looks: Known[] = []

  const push = world.work('api', async (deps) => {
    const sent = weather.is('offline') ? spool.filter(({ process }) => process.instance !== AWAY) : [...spool]
    for (const one of sent) {
      const { id } = await ingestProfile(deps, one, weather.now())
      acknowledged.set(id, one)
      if (spool.includes(one)) spool.splice(spool.indexOf(one), 1)
    }
  })
  const index = world.work('index', async (deps) => {
    for (const message of delivered(world)) await indexOne(world, deps, message)
  })
  const judgeQueue: JudgeQueue = { send: async (requests) => void judged.push(...requests) }
  const plan = world.work('plan', (deps) => queueTrends({ ...deps, judgeQueue }, weather.now()))
  const judgeAs = (worker: Worker) =>
    world.work(worker, async (deps) => {
      for (const request of judged.splice(0, weather.is('two workers') ? 1 : judged.length)) {
        const owner = `${worker} ${world.random.uniform()}`
        const remaining = endOf(weather.at + RUN, world)
        try {
          await handleJudgeMessage({ ...deps, judgeQueue }, JSON.stringify(request), owner, weather.now(), {
            remaining,
            clock: weather.now,
          })
        } catch (error) {
          if (judged.length === 0) judged.push(request)
          throw error
        }
      }
    })
  const compare = world.work('reconcile', (deps) =>
    queueDays({ ...deps, reconcileQueue: inProcessReconcileQueue(deps) }, weather.now()),
  )

  /** @param isStrict nothing may fail any more */
  const round = async (isJudging: boolean, isDaily: boolean, isStrict = false): Promise<void> => {
    const attempt = (works: readonly Work[]): Promise<void> =>
      together(world.random, isStrict ? works : works.map(forgiven))
    machine.setFull(weather.is('full'))
    const isDoubled = weather.is('two workers')
    if (isJudging && !isPlanned(weather.at, world)) judged.push({ tenant: TENANT, service: SERVICE })
    else if (isJudging) await attempt([plan])
    // Each message comes twice, not twice as often in every round.
    if (isDoubled) judged.push(...new Set(judged))
    await attempt([
      push,
      index,
      ...(isDoubled ? [push, index, judgeAs('other judge')] : []),
      ...(isJudging ? [judgeAs('judge')] : []),
      ...(isDaily ? [compare] : []),
    ])
  }

  for (let at = 0; at <= (LOOKS.at(-1) ?? 0); at += ROUND) {
    weather.at = Math.max(weather.at, at)
    spool.push(...pushesAt(at))
    await round(isJudged(at) && !weather.is('no judge'), at % DAY === 0)
    if (!LOOKS.includes(at)) continue
    await machine.queue.redrive()
    for (let rounds = 0; spool.length > 0 || machine.queue.waiting().length > 0; rounds++) {
      if (rounds === MOST_ROUNDS)
        throw new Error(
          `${spool.length} pushes and ${machine.queue.waiting().length} messages still wait after ${rounds} rounds without any fault`,
        )
      await round(true, false, true)
    }
    await round(true, false, true)
    if (weather.isEndless) throw new Error('a piece of work went round in a loop')
    looks.push(await known(world))
  }
  return { acknowledged, looks }
}

/** What fails is tried again in a later round. */
const forgiven =
  (work: Work): Work =>
  (turn) =>
    work(turn).catch(() => undefined)

/** What a queue hands out. */
function delivered({ machine, weather, random }: World) {
  const waiting = machine.queue.waiting()
  const all = weather.is('twice') ? [...waiting, ...waiting] : waiting
  return weather.is('shuffled')
    ? all
        .map((message) => ({ message, order: random.uniform() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ message }) => message)
    : all
}

async function indexOne({ machine, weather }: World, deps: WorkDeps, message: { readonly key: string }) {
  try {
    await indexUpload(deps, message.key, weather.now())
  } catch (error) {
    await machine.queue.failed(message)
    throw error
  }
  await machine.queue.done(message)
}

const endOf =
  (end: number, { weather }: World) =>
  (): number =>
    end - weather.at

/** A plan makes 16 requests for every ten minutes: where little happens or an emulator answers, the judge is asked as by hand. */
const isPlanned = (at: number, { schedule }: World): boolean => schedule.world !== 'aws' && at < MENDED
