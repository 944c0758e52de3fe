import { Rejection } from '#shared/api/reason.ts'
import type { DebugLevel, Problem, ProfileType, ReadLimits } from '#shared/goroutine/model.ts'
import { keptLabels } from '#shared/settings/labels.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { objectKey, snapshotId } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { type ProcessId, processId } from '#shared/trend/process.ts'
import { kindOf, type Snapshot } from '#shared/trend/snapshot.ts'
import { type AdmissionLimits, admitMetadata, admitNames, admitTimes, labelRoom } from './admission.ts'
import { type IndexDeps, indexSnapshot, isLate, markNews } from './index-snapshot.ts'
import { type KnownServices, slotStart } from './known-services.ts'
import { trimLabels } from './label-trim.ts'
import type { Ingested, IngestMeter } from './meter.ts'
import { metadataOf, type ObjectFacts, objectBody } from './profile-object.ts'
import type { ProfilePush, PushOutcome } from './push.ts'
import { countedAt, type ProfileHead, type ReadProfileBody } from './read-profile-body.ts'
import type { SignedProfile } from './signed-profile.ts'
import { unstored } from './unstored.ts'

/** Stores that a push is written to. */
export interface KeepDeps extends IndexDeps {
  readonly profiles: ProfileStore
}

/**
 * Runs work that only reads and writes, over stores whose writes are durable together when it is answered. It may run again
 * where they fail.
 *
 * @param bytes that it stores, about
 */
export type Together = <Result>(bytes: number, work: (stores: KeepDeps) => Promise<Result>) => Promise<Result>

export interface IngestDeps extends KeepDeps {
  readonly indexQueue: IndexQueue
  /** undefined: each write is durable by itself, as on AWS. */
  readonly together?: Together | undefined
  readonly readLimits: ReadLimits
  readonly readProfileBody: ReadProfileBody
  readonly admission: AdmissionLimits
  readonly services: KnownServices
  readonly meter: IngestMeter
  /** Milliseconds: one snapshot a process, kind and slot of this width, unless the service has chosen another. */
  readonly resolution: number
}

/** The answer to a push. */
export interface Receipt {
  readonly id: string
  readonly process: ProcessId
  readonly decision: PushOutcome
  readonly type: ProfileType
  readonly debug: DebugLevel
  readonly at: number
  readonly goroutines: number
  readonly signatures: number
  readonly newSignatures: number
  readonly problems: readonly Problem[]
  /** Keys of labels that were left out because there were too many. */
  readonly trimmedLabels: readonly string[]
  /** false: stored, and queued to be indexed. */
  readonly indexed: boolean
}

/** A push that nothing speaks against, not yet stored. */
interface ReadPush extends SignedProfile, Pick<Receipt, 'trimmedLabels'> {
  readonly lastJudged: number | undefined
}

/** Go's are 83 characters, those of linkers 40; a profile can claim any. */
const MOST_BUILD_ID = 100

/**
 * Takes in one profile: reads and signs it, stores it, indexes it.
 *
 * Law: a receipt means that S3 holds the bytes of this slot. A refused push leaves nothing behind.
 * @throws Rejection with the reason; `storage-unavailable`, `storage-full` and `index-unavailable` are safe to repeat
 */
export async function ingestProfile(deps: IngestDeps, push: ProfilePush, now: number): Promise<Receipt> {
  const { tenant, service, body } = push
  const counted = (outcome: Ingested['outcome'], newSignatures = 0): void =>
    deps.meter.ingested({ tenant, service, outcome, bytes: body.length, newSignatures })
  try {
    const taken = await takeIn(deps, push, now)
    counted(taken.decision, taken.newSignatures)
    return taken
  } catch (error) {
    counted(error instanceof Rejection ? error.reason : 'internal-error')
    throw error
  }
}

async function takeIn(deps: IngestDeps, push: ProfilePush, now: number): Promise<Receipt> {
  const read = await readPush(deps, push, now)
  // The look only saves a put: without an answer S3 decides alone.
  const name = { id: read.id, process: processId(read.facts.process) }
  const held = await deps.snapshots.get(push.tenant, push.service, name).catch(() => undefined)
  if (held !== undefined) return answerHeld(deps, read, held, now)
  const object = await objectOf(read, push.body)
  const { together = (_, work) => work(deps) } = deps
  const kept = await together(object.body.byteLength, (stores) => keep(stores, read, object, now))
  const answer = receipt(read, kept.decision, kept.newSignatures)
  if (kept.unindexed === undefined) return answer
  await queueForIndex(deps, read, kept.unindexed)
  return { ...answer, indexed: false }
}

/** What became of a push that was stored. */
interface Kept {
  readonly decision: PushOutcome
  readonly newSignatures?: number
  /** Why its rows are not written. */
  readonly unindexed?: unknown
}

/** Stores the bytes, then their rows. */
async function keep(deps: KeepDeps, read: ReadPush, object: StoredProfile, now: number): Promise<Kept> {
  const put = await deps.profiles.put(object).catch((cause: unknown) => {
    throw unstored('profile', cause)
  })
  // Whoever took the slot may have died before its rows were written; to index it again does no harm.
  if (put.outcome === 'taken')
    return { decision: 'coalesced', unindexed: new Error('the slot is taken in S3 and not in the index') }
  try {
    return { decision: 'stored', newSignatures: await indexSnapshot(deps, read, now, read.lastJudged) }
  } catch (cause) {
    return { decision: 'stored', unindexed: cause }
  }
}

/** Whoever wrote the row of a closed hour may have died before its marks; to mark it again does no harm. */
async function answerHeld(deps: IngestDeps, read: ReadPush, held: Snapshot, now: number): Promise<Receipt> {
  const answer = receipt(read, held.sha256 === read.facts.sha256 ? 'duplicate' : 'coalesced')
  if (!isLate(held, now, read.lastJudged)) return answer
  try {
    await markNews(deps, read.tenant, read.service, held, now, read.lastJudged)
    return answer
  } catch (cause) {
    await queueForIndex(deps, read, cause)
    return { ...answer, indexed: false }
  }
}

/** Everything that can refuse a push happens here, before anything is written. */
async function readPush(deps: IngestDeps, push: ProfilePush, now: number): Promise<ReadPush> {
  admitNames(push, deps.admission)
  const reading = await deps.readProfileBody(push.body, deps.readLimits)
  if (reading.answer === 'broken')
    throw new Rejection(reading.broken.reason, reading.broken.detail, reading.broken)
  const { signed, sha256, profile: unnamed } = reading.read
  const profile = named(unnamed, push.type)
  admitTotal(profile)
  const at = push.at ?? profile.takenAt ?? push.announcedAt ?? now
  admitTimes(at, push.process.startedAt, now, deps.admission)
  const buildId = push.process.buildId ?? profile.buildId?.slice(0, MOST_BUILD_ID)
  const process = { ...push.process, buildId }
  const service = await deps.services.find(push.tenant, push.service, now)
  const known: ObjectFacts = {
    process,
    labels: {},
    type: profile.type,
    source: push.source,
    at,
    receivedAt: now,
    sha256,
  }
  admitMetadata(metadataOf(known), deps.admission)
  const room = labelRoom(metadataOf(known), deps.admission)
  const { labels, trimmed } = trimLabels(keptLabels(push.labels, service), room, service?.allowedLabels)
  const facts = { ...known, labels }
  const slot = slotStart(service, at, deps.resolution)
  const id = snapshotId(processId(process), kindOf(profile), slot)
  return {
    tenant: push.tenant,
    service: push.service,
    id,
    facts,
    profile,
    signed: { ...signed, counts: countedAt(profile, signed.counts, at) },
    trimmedLabels: trimmed,
    lastJudged: service?.lastJudged,
  }
}

/** Blocks keep counts in 31 bits; a goroutine takes at least 2 KB, so that no process comes near. */
const MOST_GOROUTINES = 2 ** 31 - 1

/** @throws Rejection for a count that no process can have */
function admitTotal({ total }: ProfileHead): void {
  if (total <= MOST_GOROUTINES) return
  throw new Rejection(
    'malformed-profile',
    `The profile counts ${total} goroutines; no process can hold more than ${MOST_GOROUTINES}.`,
    {
      limit: MOST_GOROUTINES,
      actual: total,
    },
  )
}

/** A debug=2 dump is what its sender calls it. */
export function named(profile: ProfileHead, type: ProfileType | undefined): ProfileHead {
  if (type === undefined || type === profile.type) return profile
  if (profile.debug === 2) return { ...profile, type }
  throw new Rejection(
    'bad-parameter',
    `The body is a ${profile.type} profile and not a ${type} one; leave type out.`,
    {
      actual: profile.type,
    },
  )
}

async function objectOf(
  { tenant, service, id, facts, profile }: SignedProfile,
  body: Uint8Array,
): Promise<StoredProfile> {
  const key = objectKey.profile(tenant, service, id, profile.debug)
  return { key, body: await objectBody(body, profile.debug), metadata: metadataOf(facts) }
}

async function queueForIndex(
  { indexQueue }: IngestDeps,
  { tenant, service, id, profile }: SignedProfile,
  cause: unknown,
) {
  try {
    await indexQueue.send({ key: objectKey.profile(tenant, service, id, profile.debug) })
  } catch (queueCause) {
    const detail = 'The profile is stored but neither the index nor its queue answers; send it again.'
    throw new Rejection('index-unavailable', detail, { cause: new AggregateError([cause, queueCause]) })
  }
}

const receipt = (
  { id, facts, profile, signed, trimmedLabels }: ReadPush,
  decision: PushOutcome,
  newSignatures = 0,
): Receipt => ({
  id,
  process: processId(facts.process),
  decision,
  type: profile.type,
  debug: profile.debug,
  at: facts.at,
  goroutines: profile.total,
  signatures: signed.signatures.length,
  newSignatures,
  problems: profile.problems,
  trimmedLabels,
  indexed: true,
})
