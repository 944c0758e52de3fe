import { Rejection } from '#shared/api/reason.ts'
import type { DebugLevel, Problem, ProfileType, ReadLimits } from '#shared/goroutine/model.ts'
import { keptLabels } from '#shared/settings/labels.ts'
import { idInSlot, snapshotId } from '#shared/store/keys.ts'
import { type ProcessId, processId } from '#shared/trend/process.ts'
import { kindOf, type SnapshotId } from '#shared/trend/snapshot.ts'
import { type AdmissionLimits, admitMetadata, admitNames, admitTimes, labelRoom } from './admission.ts'
import { type KnownServices, slotStart } from './known-services.ts'
import { trimLabels } from './label-trim.ts'
import { metadataOf, type ObjectFacts } from './profile-object.ts'
import type { ProfilePush, PushOutcome } from './push.ts'
import { countedAt, type ProfileHead, type ReadProfileBody } from './read-profile-body.ts'
import { isAtRest, restSlot } from './rest.ts'
import type { SignedProfile } from './signed-profile.ts'

/** What it takes to read a push; nothing of it is written to. */
export interface ReadPushDeps {
  readonly readLimits: ReadLimits
  readonly readProfileBody: ReadProfileBody
  readonly admission: AdmissionLimits
  readonly services: KnownServices
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
  /** The process rests: fewer of its profiles are kept, or they may be held for longer. */
  readonly atRest: boolean
}

/** A push that nothing speaks against, not yet stored. */
export interface ReadPush extends SignedProfile, Pick<Receipt, 'trimmedLabels' | 'atRest'> {
  readonly lastJudged: number | undefined
  /** What it is called where it shares the slot of a process at rest; undefined: it has one of its own in any case. */
  readonly restId: SnapshotId | undefined
}

/** Go's are 83 characters, those of linkers 40; a profile can claim any. */
const MOST_BUILD_ID = 100

/** Everything that can refuse a push happens here, before anything is written. @throws Rejection */
export async function readPush(deps: ReadPushDeps, push: ProfilePush, now: number): Promise<ReadPush> {
  admitNames(push, deps.admission)
  const { signed, sha256, profile: unnamed } = await deps.readProfileBody(push.body, deps.readLimits)
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
  const shared = restSlot(service, at, deps.resolution)
  return {
    tenant: push.tenant,
    service: push.service,
    id,
    facts,
    profile,
    signed: { ...signed, counts: countedAt(profile, signed.counts, at) },
    trimmedLabels: trimmed,
    lastJudged: service?.lastJudged,
    restId: shared === undefined ? undefined : idInSlot(id, shared),
    atRest: isAtRest(service, process.startedAt, now),
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

export const receipt = (
  { id, facts, profile, signed, trimmedLabels, atRest }: ReadPush,
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
  atRest,
})
