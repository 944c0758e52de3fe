import type { DebugLevel, Problem, ProfileType } from '#shared/goroutine/model.ts'
import { DAY } from '#shared/time.ts'
import type { ProcessFacts, ProcessId } from '#shared/trend/process.ts'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import { rowKey } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** Rows outlive the objects of uploads, which go after one day, and every redelivery of their events. */
const UPLOAD_DAYS = 2
/** Problems kept of a dump that was indexed; a row holds 400 KB. */
const MOST_PROBLEMS = 50

/** A large dump that its sender puts into the bucket itself, as it was announced. Times are ms since the epoch. */
export interface Upload {
  readonly tenant: string
  readonly id: string
  readonly service: string
  readonly process: ProcessFacts
  readonly labels: Readonly<Record<string, string>>
  /** When the dump was taken; undefined: as the dump says, or when it was announced. */
  readonly at: number | undefined
  readonly type: ProfileType | undefined
  /** Size and content type that the signature of the URL binds. */
  readonly bytes: number
  readonly contentType: string
  readonly announcedAt: number
  /** Until then the URL is good. */
  readonly urlExpiresAt: number
  /** What became of it; undefined as long as nothing has. */
  readonly outcome: UploadOutcome | undefined
}

export type UploadOutcome =
  | { readonly state: 'indexed'; readonly receipt: UploadReceipt }
  | { readonly state: 'refused'; readonly refusal: UploadRefusal }

/** The answer that a direct push would have had. */
export interface UploadReceipt {
  readonly id: SnapshotId
  readonly process: ProcessId
  readonly decision: 'stored' | 'duplicate' | 'coalesced'
  readonly type: ProfileType
  readonly debug: DebugLevel
  readonly at: number
  readonly goroutines: number
  readonly signatures: number
  readonly newSignatures: number
  /** The first ones. */
  readonly problems: readonly Problem[]
  /** Keys; not in rows from before 2026-11-29. */
  readonly trimmedLabels?: readonly string[]
}

/** A reason of the closed list, in the words of its answer. */
export interface UploadRefusal {
  readonly reason: string
  readonly detail: string
  readonly limit: number | string | undefined
  readonly actual: number | string | undefined
}

/** Who announced uploads are of and what became of them. */
export interface UploadStore {
  announce(upload: Omit<Upload, 'outcome'>): Promise<void>
  get(tenant: string, id: string): Promise<Upload | undefined>
  /** false: it has its outcome already, or is unknown. */
  settle(tenant: string, id: string, outcome: UploadOutcome): Promise<boolean>
}

export function uploadStore(rows: RowStore): UploadStore {
  return {
    announce: async ({ tenant, id, process, ...upload }) => {
      const expires = expiresAt(upload.announcedAt + UPLOAD_DAYS * DAY)
      await rows.put({ ...rowKey.upload(tenant, id), ...upload, process: { ...process }, expires })
    },
    get: async (tenant, id) => {
      // It is asked for right after it was announced; what is not there is taken for expired.
      const row = await rows.get(rowKey.upload(tenant, id), 'latest')
      return row === undefined ? undefined : uploadOf(tenant, id, row)
    },
    settle: (tenant, id, outcome) =>
      rows.set(rowKey.upload(tenant, id), attributesOf(outcome), [{ lacks: 'state' }]),
  }
}

function attributesOf(outcome: UploadOutcome) {
  if (outcome.state === 'refused') return { state: outcome.state, refusal: { ...outcome.refusal } }
  const { problems, ...receipt } = outcome.receipt
  const kept = problems.slice(0, MOST_PROBLEMS).map((problem) => ({ ...problem }))
  return { state: outcome.state, receipt: { ...receipt, problems: kept } }
}

const uploadOf = (tenant: string, id: string, row: Row): Upload => ({
  tenant,
  id,
  service: row.service as string,
  process: processOf(row.process as unknown as Partial<ProcessFacts>),
  labels: row.labels as Record<string, string>,
  at: row.at as number | undefined,
  type: row.type as ProfileType | undefined,
  bytes: row.bytes as number,
  contentType: row.contentType as string,
  announcedAt: row.announcedAt as number,
  urlExpiresAt: row.urlExpiresAt as number,
  outcome: outcomeOf(row),
})

/** The table keeps no member that is undefined. */
const processOf = ({ instance = '', startedAt, session, version, buildId }: Partial<ProcessFacts>) => ({
  instance,
  startedAt,
  session,
  version,
  buildId,
})

function outcomeOf({ state, receipt, refusal }: Row): UploadOutcome | undefined {
  if (state === 'indexed') return { state, receipt: receipt as unknown as UploadReceipt }
  if (state !== 'refused') return undefined
  const { reason, detail, limit, actual } = refusal as unknown as UploadRefusal
  return { state, refusal: { reason, detail, limit, actual } }
}
