import { assemble } from '#functions/deps.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { Rejection } from '#shared/api/reason.ts'
import { type IngestDeps, ingestProfile } from '#shared/ingest/ingest.ts'
import { type IngestSocketsDeps, ingestSockets } from '#shared/ingest/ingest-sockets.ts'
import { choiceAfter, NO_CHOICE } from '#shared/settings/choice.ts'
import type { SettingsPatch } from '#shared/settings/settings.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import { Failure } from '../command.ts'
import type { JudgedCase } from '../judgement.ts'
import { readOperand } from '../operand.ts'
import { type RecordedProfile, type RecordedSockets, readCase, recordingsOf } from './case.ts'

const TENANT = 'case'
/** How often the recorded clock lets the judge run before the end; well inside the life of a snapshot's row. */
const JUDGE_EVERY = 12 * HOUR

const ENV = {
  TABLE_NAME: 'memory',
  BUCKET_NAME: 'memory',
  INGEST_RESOLUTION_SECONDS: '1',
  RETENTION_DAYS: '90',
}

/** Looks at a case before its end. */
export interface Along {
  /** Milliseconds since the epoch, rising. */
  readonly times: readonly number[]
  /** Called with what the judge said at each of these times. */
  readonly see: (judgement: Judgement, at: number) => void
}

/**
 * Sends a recorded case through the whole pipeline in memory, by its own clock, and judges it at its end.
 *
 * @param progress called after each profile and socket table
 * @param settings of the service, as its owners would have chosen them
 * @param along when to look before the end; what is judged then changes nothing of what is judged later, but that a finding
 * keeps its tier
 */
export async function judgeCase(
  directory: string,
  progress: (done: number, of: number) => void,
  settings: SettingsPatch = {},
  along: Along = { times: [], see: () => undefined },
): Promise<JudgedCase> {
  const recorded = await readCase(directory)
  const recordings = recordingsOf(recorded, directory)
  let clock = recordings[0]?.at ?? 0
  const now = (): number => clock
  const queue = { send: async () => Promise.reject(new Error('the index in memory does not fail')) }
  const deps = assemble(ENV, { now, indexQueue: queue }, memoryRows(now), memoryProfileStore())
  await deps.directory.addService(TENANT, recorded.service, clock)
  await deps.directory.choose(TENANT, recorded.service, choiceAfter(NO_CHOICE, settings, clock))
  let judgeAt = clock + JUDGE_EVERY
  let looks = 0
  for (const [i, recording] of recordings.entries()) {
    for (let at = along.times[looks]; at !== undefined && at < recording.at; at = along.times[++looks]) {
      clock = at
      along.see((await judgeService(deps, TENANT, recorded.service, 'case', at)).judgement, at)
    }
    clock = recording.at
    for (; judgeAt <= clock; judgeAt += JUDGE_EVERY)
      await judgeService(deps, TENANT, recorded.service, 'case', clock)
    await takeIn(deps, recorded.service, recording)
    progress(i + 1, recordings.length)
  }
  clock += MINUTE
  const { judgement } = await judgeService(deps, TENANT, recorded.service, 'case', clock)
  return { service: recorded.service, ...judgement }
}

/** Takes in one file at its own time. @throws Failure that names the file and the reason */
async function takeIn(
  deps: IngestDeps & IngestSocketsDeps,
  service: string,
  recording: RecordedProfile | RecordedSockets,
): Promise<void> {
  const { process, startedAt, at, path } = recording
  const { instance, version, labels } = process
  const facts = { instance, startedAt, version, session: undefined, buildId: undefined }
  const push = { tenant: TENANT, service, process: facts, at, body: await readOperand(path) }
  try {
    if ('tool' in recording) await ingestSockets(deps, { ...push, tool: recording.tool }, at)
    else await ingestProfile(deps, { ...push, labels, type: recording.type, source: 'case' }, at)
  } catch (error) {
    throw error instanceof Rejection
      ? new Failure(`${path} is refused (${error.reason}): ${error.message}`)
      : error
  }
}
