import * as v from 'valibot'
import { Rejection } from '#shared/api/reason.ts'
import { openHourAt } from '#shared/history/close-hours.ts'
import { OutOfTime, PartsOpen } from '#shared/history/out-of-time.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import { closesLast } from './close-part.ts'
import { judgeAndTell, type TellingJudgeDeps } from './judge-and-tell.ts'
import { judgeTogether } from './judge-together.ts'
import { isJudgedSince } from './judged-since.ts'
import { endless, type RunTime } from './run.ts'

const Named = { tenant: v.string(), service: v.string() }

/** Messages of before 2026-11-30 name tenant and service alone, those of before 2026-12-01 one service. */
const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    ...Named,
    plannedAt: v.optional(v.number()),
    hops: v.optional(v.number()),
    part: v.optional(v.string()),
    to: v.optional(v.number()),
    others: v.optional(v.array(v.object(Named)), []),
  }),
)

/** Each of them came further: one that comes here is a mistake of ours, and stops. */
const MOST_HOPS = 1_000

type HandleDeps = TellingJudgeDeps & { readonly judgeQueue: JudgeQueue }

/**
 * Judges the service that a message names, or those of a plan.
 *
 * Another run that holds the lease is no failure: it reads the same history, and the next plan asks again.
 * One that ran out of time is asked for once more, and goes on where it ended. What was judged since the plan is dropped:
 * plans are made every ten minutes, however long the queue is. Parts of a service that is spread are asked for by a message
 * each; the run that closes the last one asks for the verdict.
 * @throws Error where the message is none, or the run fails
 */
export async function handleJudgeMessage(
  deps: HandleDeps,
  body: string,
  owner: string,
  now: number,
  time: RunTime = endless(now),
): Promise<void> {
  const { others, ...request } = v.parse(Message, body)
  const { tenant, service, plannedAt, hops = 0 } = request
  if (hops > MOST_HOPS)
    throw new Error(
      `the judge of ${service} was continued ${hops} times, ${MOST_HOPS} are the most; read its log`,
    )
  if (plannedAt !== undefined && others.length > 0) {
    const services = [{ tenant, service }, ...others]
    return judgeTogether(deps, { plannedAt, services }, now, time, (one) =>
      judgeOne(deps, { ...one, plannedAt }, owner, now, time),
    )
  }
  const known = plannedAt === undefined ? undefined : await deps.directory.service(tenant, service)
  if (plannedAt !== undefined && isJudgedSince(known, plannedAt, now)) return
  await judgeOne(deps, request, owner, now, time)
}

async function judgeOne(
  deps: HandleDeps,
  { tenant, service, hops = 0, part, to }: JudgeRequest,
  owner: string,
  now: number,
  time: RunTime,
): Promise<void> {
  const next = { tenant, service, plannedAt: now, hops: hops + 1 }
  const send = async (requests: readonly JudgeRequest[]): Promise<void> => {
    if (requests.length > 0) await deps.judgeQueue.send(requests)
  }
  const partsOf = (parts: readonly string[], until: number): JudgeRequest[] =>
    parts.map((each) => ({ tenant, service, hops: hops + 1, part: each, to: until }))
  try {
    if (part !== undefined && to !== undefined) {
      if (await closesLast(deps, { tenant, service, owner, now, time }, { part, to })) await send([next])
      return
    }
    const { isLateLeft, lateParts } = await judgeAndTell(deps, tenant, service, owner, now, time)
    await send([...(isLateLeft ? [next] : []), ...partsOf(lateParts, openHourAt(now))])
  } catch (error) {
    if (error instanceof PartsOpen) await send(partsOf(error.parts, error.to))
    else if (error instanceof OutOfTime && error.hasMoved)
      await send([part === undefined ? next : { tenant, service, hops: hops + 1, part, to }])
    else if (!(error instanceof Rejection && error.reason === 'conflict')) throw error
  }
}
