import { inParallel } from '#shared/history/in-parallel.ts'
import type { Directory, Service } from '#shared/store/directory.ts'
import type { JudgeQueue, JudgeRequest, PlannedService } from '#shared/store/judge-queue.ts'
import { MINUTE } from '#shared/time.ts'
import { logFailure } from '../log.ts'
import { isJudgedSince } from './judged-since.ts'
import type { RunTime } from './run.ts'

/** Services judged at one time: while one waits for the table, another computes. */
const TOGETHER = 4
/** Signatures of its running processes up to which a service is small: four of 33 processes of 60 take what one verdict may. */
const SMALL = 2_000
/**
 * A message that is older comes again after a run that was killed, since a queue hides it for 18 minutes
 * (infra/constructs/queue.ts), or judges are far behind.
 */
const OLD = 15 * MINUTE

/** Several services of one plan. */
interface Planned {
  readonly plannedAt: number
  readonly services: readonly PlannedService[]
}

interface TogetherDeps {
  readonly directory: Pick<Directory, 'service'>
  readonly judgeQueue: JudgeQueue
}

/**
 * Judges the small ones of several services in one run. What is large, fails or finds no time gets a message of its own: one service
 * neither delays nor fails another.
 *
 * @param judge judges one service; what it throws is logged
 * @throws Error where a message could not be sent: all come again, and those that are judged by then are dropped
 */
export async function judgeTogether(
  { directory, judgeQueue }: TogetherDeps,
  { plannedAt, services }: Planned,
  now: number,
  { remaining }: Pick<RunTime, 'remaining'>,
  judge: (service: PlannedService) => Promise<void>,
): Promise<void> {
  const whole = remaining()
  const apart: JudgeRequest[] = []
  const judgeOne = async (one: PlannedService): Promise<void> => {
    try {
      const known = await directory.service(one.tenant, one.service)
      if (isJudgedSince(known, plannedAt, now)) return
      const isInTime = now - plannedAt < OLD && remaining() >= whole / 2
      if (isInTime && isSmall(known)) return await judge(one)
    } catch (error) {
      logFailure('a service of a plan failed, and is judged by itself', error, { ...one })
    }
    apart.push({ ...one, plannedAt, hops: 1 })
  }
  await inParallel(services, TOGETHER, judgeOne)
  if (apart.length > 0) await judgeQueue.send(apart)
}

/** What was never judged may be as large as it will. */
const isSmall = (known: Service | undefined): boolean =>
  known?.running !== undefined &&
  known.watched !== undefined &&
  known.running.processes * known.watched <= SMALL
