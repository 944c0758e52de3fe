import { Rejection } from '#shared/api/reason.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { processId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { type IndexDeps, indexSnapshot, isLate, markNews } from './index-snapshot.ts'
import type { Ingested, IngestMeter } from './meter.ts'
import { metadataOf, objectBody } from './profile-object.ts'
import type { ProfilePush, PushOutcome } from './push.ts'
import { type ReadPush, type ReadPushDeps, type Receipt, readPush, receipt } from './read-push.ts'
import type { SignedProfile } from './signed-profile.ts'
import { unstored } from './unstored.ts'
import { standsOut } from './urgent.ts'

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

export interface IngestDeps extends KeepDeps, ReadPushDeps {
  readonly indexQueue: IndexQueue
  /** undefined: each write is durable by itself, as on AWS. */
  readonly together?: Together | undefined
  readonly meter: IngestMeter
}

/**
 * Takes in one profile: reads and signs it, stores it, indexes it.
 *
 * Law: a receipt means that S3 holds the bytes of this slot. A refused push leaves nothing behind.
 * @throws Rejection with the reason; `storage-unavailable`, `storage-full` and `index-unavailable` are safe to repeat
 */
export async function ingestProfile(deps: IngestDeps, push: ProfilePush, now: number): Promise<Receipt> {
  const { tenant, service, body } = push
  const counted = (outcome: Ingested['outcome'], newSignatures = 0): void =>
    deps.meter.ingested({ tenant, services: { [service]: 1 }, outcome, bytes: body.length, newSignatures })
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
  const place = await placeOf(deps, read, now)
  if ('held' in place) return answerHeld(deps, read, place.held, now)
  const placed = { ...read, id: place.id }
  const object = await objectOf(placed, push.body)
  const { together = (_, work) => work(deps) } = deps
  const kept = await together(object.body.byteLength, (stores) => keep(stores, placed, object, now))
  const answer = receipt(placed, kept.decision, kept.newSignatures)
  if (kept.unindexed === undefined) return answer
  await queueForIndex(deps, placed, kept.unindexed)
  return { ...answer, indexed: false }
}

/** A slot that is free, or what stands in the one that the profile belongs to. */
type Place = { readonly id: string } | { readonly held: Snapshot }

/**
 * The slot of a profile: its own, or, while its process rests, a wider one with those around it, unless it stands out from
 * the first of these. Whatever the process did between, the same bytes find the slot that they have.
 */
async function placeOf({ snapshots }: IngestDeps, read: ReadPush, now: number): Promise<Place> {
  const { tenant, service, id, restId = id, facts } = read
  const process = processId(facts.process)
  const names = [...new Set([id, restId])].map((one) => ({ id: one, process }))
  // The look only saves a put: without an answer S3 decides alone.
  const found = await snapshots.inHour(tenant, service, names).catch((): Snapshot[] => [])
  const again = found.find(({ sha256, at }) => at === facts.at && facts.sha256.startsWith(sha256))
  const held = again ?? found.find((one) => one.id === id)
  if (held !== undefined) return { held }
  const first = found.find((one) => one.id === restId)
  if (!read.atRest || standsOut(read, first, now)) return { id }
  return first === undefined ? { id: restId } : { held: first }
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
  const same = read.facts.sha256.startsWith(held.sha256)
  const answer = receipt({ ...read, id: held.id }, same ? 'duplicate' : 'coalesced')
  if (!isLate(held, now, read.lastJudged)) return answer
  try {
    await markNews(deps, read.tenant, read.service, held, now, read.lastJudged)
    return answer
  } catch (cause) {
    await queueForIndex(deps, { ...read, id: held.id }, cause)
    return { ...answer, indexed: false }
  }
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
