import { assemble } from '#functions/deps.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { Rejection } from '#shared/api/reason.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { HOUR, MINUTE } from '#shared/trend/block.ts'
import type { Judgement } from '#shared/verdict/verdict.ts'
import { Failure } from '../command.ts'
import { readOperand } from '../operand.ts'
import { profilesOf, readCase } from './case.ts'

const TENANT = 'case'
/** How often the recorded clock lets the judge run before the end; well inside the life of a snapshot's row. */
const JUDGE_EVERY = 12 * HOUR

const ENV = {
  TABLE_NAME: 'memory',
  BUCKET_NAME: 'memory',
  INGEST_RESOLUTION_SECONDS: '1',
  RETENTION_DAYS: '90',
}

/**
 * Sends a recorded case through the whole pipeline in memory, by its own clock, and judges it at its end.
 *
 * @param progress called after each profile
 */
export async function judgeCase(
  directory: string,
  progress: (done: number, of: number) => void,
): Promise<Judgement> {
  const recorded = await readCase(directory)
  const profiles = profilesOf(recorded, directory)
  let clock = profiles[0]?.at ?? 0
  const now = (): number => clock
  const queue = { send: async () => Promise.reject(new Error('the index in memory does not fail')) }
  const deps = assemble(ENV, { now, indexQueue: queue }, memoryRows(now), memoryProfileStore())
  let judgeAt = clock + JUDGE_EVERY
  for (const [i, { process, startedAt, at, type, path }] of profiles.entries()) {
    clock = at
    for (; judgeAt <= clock; judgeAt += JUDGE_EVERY)
      await judgeService(deps, TENANT, recorded.service, 'case', clock)
    const { instance, version, labels } = process
    const facts = { instance, startedAt, version, session: undefined, buildId: undefined }
    const body = await readOperand(path)
    const push = {
      tenant: TENANT,
      service: recorded.service,
      process: facts,
      labels,
      type,
      at,
      source: 'case',
      body,
    }
    await ingestProfile(deps, push, clock).catch((error: unknown) => {
      throw error instanceof Rejection
        ? new Failure(`${path} is refused (${error.reason}): ${error.message}`)
        : error
    })
    progress(i + 1, profiles.length)
  }
  clock += MINUTE
  return (await judgeService(deps, TENANT, recorded.service, 'case', clock)).judgement
}
