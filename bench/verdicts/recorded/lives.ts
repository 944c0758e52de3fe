import { readFile } from 'node:fs/promises'
import { profilesOf, type RecordedCase, type RecordedProfile } from '#cli/case/case.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { processId } from '#shared/trend/process.ts'
import { type LifeSeries, sliceLife } from '#shared/trend/series.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { inputOf } from '#test/support/lives.ts'

/** The counts of a recorded case, every profile a point: what the methods of others look at. */
export async function inputOfCase(recorded: RecordedCase, directory: string): Promise<JudgeInput> {
  const signatures = new Map<SignatureId, Signature>()
  const profiles = profilesOf(recorded, directory).filter(({ type }) => type === 'goroutine')
  const byProcess = Map.groupBy(profiles, ({ process }) => process)
  const lives: LifeSeries[] = []
  for (const own of byProcess.values()) lives.push(await lifeOf(own, signatures))
  return inputOf(lives, [...signatures.values()])
}

/** What was known at a time. */
export const inputUntil = (input: JudgeInput, now: number): JudgeInput => ({
  ...input,
  now,
  lives: input.lives
    .map((life) => sliceLife(life, Number.NEGATIVE_INFINITY, now + 1))
    .filter(({ times }) => times.length > 0),
})

async function lifeOf(
  profiles: readonly RecordedProfile[],
  signatures: Map<SignatureId, Signature>,
): Promise<LifeSeries> {
  const moments: ReadonlyMap<SignatureId, number>[] = []
  for (const { path } of profiles) moments.push(await countsOf(path, signatures))
  const ids = new Set(moments.flatMap((moment) => [...moment.keys()]))
  const times = Float64Array.from(profiles, ({ at }) => at)
  const { process, startedAt } = profiles[0] as RecordedProfile
  const { instance, version } = process
  const facts = { instance, startedAt, version, session: undefined, buildId: undefined }
  const seen = { labels: {}, firstSeen: times[0] ?? startedAt, lastSeen: times.at(-1) ?? startedAt }
  return {
    process: { ...facts, ...seen, id: processId(facts) },
    life: 0,
    times,
    counts: new Map(
      [...ids].map((id) => {
        const row = Float64Array.from(moments, (moment) => moment.get(id) ?? 0)
        return [id, { low: row, high: row, last: row }]
      }),
    ),
  }
}

/** @throws Error for a profile that cannot be read: a case is whole */
async function countsOf(
  path: string,
  signatures: Map<SignatureId, Signature>,
): Promise<ReadonlyMap<SignatureId, number>> {
  const reading = await readProfile(await readFile(path), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(`${path}: ${reading.broken.detail}`)
  const signed = signProfile(reading.profile)
  for (const signature of signed.signatures) signatures.set(signature.id, signature)
  return new Map(signed.sightings.map(({ signature, count }) => [signature, count]))
}
