import type { Directory } from '#shared/store/directory.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import { NEWS_BUCKET, type News, type Turn } from '#shared/store/news.ts'
import type { PackedSnapshot } from '#shared/store/packed-counts.ts'
import type { SignatureIndex } from '#shared/store/signature-index.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR, hourStart } from '#shared/time.ts'
import { processId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { recordSignatures } from './record-signatures.ts'
import { type Remembered, SEEN_EVERY } from './remembered.ts'
import type { SignedProfile } from './signed-profile.ts'

/** Stores that the index of a profile is spread over. */
export interface IndexDeps {
  readonly snapshots: SnapshotIndex
  readonly signatures: SignatureIndex
  readonly directory: Directory
  readonly news: News
  readonly ledger: JudgeLedger
  readonly remembered: Remembered
}

/** Hours stay open this long after their end; a snapshot that comes later marks its hour. */
export const HOUR_STAYS_OPEN = HOUR
/** A dump of which more than this share could not be read counts too low to be a point of a series. */
const MOST_UNREAD = 0.01

/**
 * Writes all rows of a profile; writing them again changes nothing.
 *
 * The snapshot's row comes after those of its signatures: what can be seen can be read in full.
 * @param lastJudged time of the last run of the judge, where it is known
 * @returns how many signatures nobody had seen before
 */
export async function indexSnapshot(
  deps: IndexDeps,
  read: SignedProfile,
  now: number,
  lastJudged?: number,
  marks: Marks = 'snapshots',
): Promise<number> {
  const { tenant, service } = read
  const snapshot = snapshotOf(read)
  const newSignatures = await introduce(deps, read, now)
  await deps.snapshots.putIfAbsent(tenant, service, snapshot, now)
  await markNews(deps, tenant, service, snapshot, now, lastJudged, marks)
  return newSignatures
}

/**
 * Writes what a snapshot refers to: its service, its signatures, its process.
 *
 * @param lastSeen when the process was seen last, where others of its snapshots came with this one
 * @returns how many signatures nobody had seen before
 */
export async function introduce(
  { remembered, directory, signatures }: IndexDeps,
  read: SignedProfile,
  now: number,
  lastSeen = read.facts.at,
): Promise<number> {
  const { tenant, service, facts } = read
  await remembered.refresh(`service#${tenant}#${service}`, now, () =>
    directory.addService(tenant, service, facts.receivedAt),
  )
  const newSignatures = await recordSignatures(signatures, remembered, read, now)
  const id = processId(facts.process)
  await remembered.refresh(`process#${tenant}#${service}#${id}`, now, () =>
    directory.sawProcess(
      tenant,
      service,
      { ...facts.process, id, labels: facts.labels, firstSeen: facts.at, lastSeen },
      // Each instance of the API meets each process: one of them raises it, the others read that it is.
      SEEN_EVERY,
    ),
  )
  return newSignatures
}

/** What is marked late: each snapshot, or its hour, where many of an hour come from the bucket. */
export type Marks = 'snapshots' | 'hours'

/** Whether the hour of a snapshot may have been closed without it: by this clock, or by that of a judge that was ahead. */
export const isLate = ({ at }: Pick<Snapshot, 'at'>, now: number, lastJudged = now): boolean =>
  hourStart(at) + HOUR + HOUR_STAYS_OPEN <= Math.max(now, lastJudged)

/**
 * Marks that the judge has something to read, where, and whether that waits for the turn of its service. After the row,
 * never before: a judge between the two would clear the mark of a row that it has not seen.
 */
export async function markNews(
  { ledger, news, remembered, snapshots }: Pick<IndexDeps, 'ledger' | 'news' | 'remembered' | 'snapshots'>,
  tenant: string,
  service: string,
  { id, at, process }: Pick<Snapshot, 'id' | 'at' | 'process'>,
  now: number,
  lastJudged?: number,
  marks: Marks = 'snapshots',
  turn: Turn = 'next',
): Promise<void> {
  const late = isLate({ at }, now, lastJudged)
  if (late) {
    const hour = hourStart(at)
    if (marks === 'snapshots')
      await ledger.markLateSnapshot(tenant, service, { hour, process, snapshot: id }, now)
    else {
      const part = await snapshots.partOf(tenant, service, process, hour)
      await ledger.markLate(tenant, service, { hour, part, snapshot: id }, now)
    }
  }
  const bucket = Math.floor(now / NEWS_BUCKET)
  const by = late ? 'next' : turn
  await remembered.refresh(`news ${by}#${bucket}#${tenant}#${service}`, now, () =>
    news.mark(tenant, service, now, by),
  )
}

export function snapshotOf({ id, facts, profile, signed }: SignedProfile): PackedSnapshot {
  return {
    id,
    process: processId(facts.process),
    type: profile.type,
    debug: profile.debug,
    at: facts.at,
    total: profile.total,
    partial: profile.unread > MOST_UNREAD * profile.total,
    counts: signed.counts,
    sha256: facts.sha256,
    source: facts.source,
  }
}
