import { readFile } from 'node:fs/promises'
import { profilesOf, type RecordedCase, type RecordedProfile } from '#cli/case/case.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import {
  DEFAULT_READ_LIMITS,
  type DebugLevel,
  type ProfileType,
  tellsWaits,
} from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Sighting, Signature, SignatureId } from '#shared/signature/signature.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { processId } from '#shared/trend/process.ts'
import { type LifeSeries, sliceLife } from '#shared/trend/series.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { inputOf } from '#test/support/lives.ts'

/** The counts of a recorded case, every profile a point, with its dumps and proofs: what the methods of others look at. */
export async function inputOfCase(recorded: RecordedCase, directory: string): Promise<JudgeInput> {
  const signatures = new Map<SignatureId, Signature>()
  const byProcess = Map.groupBy(profilesOf(recorded, directory), ({ process }) => process)
  const lives: LifeSeries[] = []
  const evidence: ProcessEvidence[] = []
  for (const own of byProcess.values()) {
    const moments: Moment[] = []
    for (const profile of own) moments.push(await momentOf(profile, signatures))
    const life = lifeOf(own, moments)
    lives.push(life)
    evidence.push({ process: life.process.id, dumps: dumpsOf(moments), proofs: proofsOf(moments) })
  }
  return { ...inputOf(lives, [...signatures.values()]), evidence }
}

/** What was known at a time. */
export const inputUntil = (input: JudgeInput, now: number): JudgeInput => ({
  ...input,
  now,
  lives: input.lives
    .map((life) => sliceLife(life, Number.NEGATIVE_INFINITY, now + 1))
    .filter(({ times }) => times.length > 0),
  evidence: input.evidence.map(({ process, dumps, proofs }) => ({
    process,
    dumps: dumps.filter(({ at }) => at <= now),
    proofs: proofs.filter(({ at }) => at <= now),
  })),
})

/** One profile of a process. */
interface Moment {
  readonly at: number
  readonly type: ProfileType
  readonly debug: DebugLevel
  readonly sightings: readonly Sighting[]
}

function lifeOf(profiles: readonly RecordedProfile[], all: readonly Moment[]): LifeSeries {
  const moments = all.filter(({ type }) => type === 'goroutine')
  const counts = moments.map(
    ({ sightings }) => new Map(sightings.map(({ signature, count }) => [signature, count])),
  )
  const ids = new Set(counts.flatMap((counted) => [...counted.keys()]))
  const times = Float64Array.from(moments, ({ at }) => at)
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
        const row = Float64Array.from(counts, (counted) => counted.get(id) ?? 0)
        return [id, { low: row, high: row, last: row }]
      }),
    ),
  }
}

const dumpsOf = (moments: readonly Moment[]) =>
  moments.filter(({ debug }) => tellsWaits(debug)).map(({ at, sightings }) => ({ at, sightings }))

const proofsOf = (moments: readonly Moment[]) =>
  moments
    .filter(({ type }) => type === 'goroutineleak')
    .map(({ at, sightings }) => ({
      at,
      leaked: new Map(sightings.map(({ signature, leaked }) => [signature, leaked])),
    }))

/** @throws Error for a profile that cannot be read: a case is whole */
async function momentOf(
  { path, at, type }: RecordedProfile,
  signatures: Map<SignatureId, Signature>,
): Promise<Moment> {
  const reading = await readProfile(await readFile(path), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(`${path}: ${reading.broken.detail}`)
  const signed = signProfile(reading.profile)
  for (const signature of signed.signatures) signatures.set(signature.id, signature)
  return { at, type, debug: reading.profile.debug, sightings: signed.sightings }
}
