import * as v from 'valibot'
import { Rejection } from '#shared/api/reason.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import type { RunTime } from './close-in-time.ts'
import { judgeAndTell, type TellingJudgeDeps } from './judge-and-tell.ts'

const JudgeMessage = v.pipe(v.string(), v.parseJson(), v.object({ tenant: v.string(), service: v.string() }))

/**
 * Judges the service that a message names.
 *
 * Another run that holds the lease is no failure: it reads the same history, and the next plan asks again.
 * One that ran out of time is asked for once more, and goes on where it ended.
 * @throws Error where the message is none, or the run fails
 */
export async function handleJudgeMessage(
  deps: TellingJudgeDeps & { readonly judgeQueue: JudgeQueue },
  body: string,
  owner: string,
  now: number,
  time?: RunTime,
): Promise<void> {
  const { tenant, service } = v.parse(JudgeMessage, body)
  try {
    await judgeAndTell(deps, tenant, service, owner, now, time)
  } catch (error) {
    if (error instanceof OutOfTime && error.hasMoved) await deps.judgeQueue.send([{ tenant, service }])
    else if (!(error instanceof Rejection && error.reason === 'conflict')) throw error
  }
}
