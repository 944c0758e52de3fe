import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { groupSocketBodyHere } from '#shared/ingest/group-socket-body.ts'
import type { IngestDeps } from '#shared/ingest/ingest.ts'
import type { IngestSocketsDeps } from '#shared/ingest/ingest-sockets.ts'
import { knownServices } from '#shared/ingest/known-services.ts'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'
import { remembered } from '#shared/ingest/remembered.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { type BlockStore, blockStore } from '#shared/store/block-store.ts'
import { type DeliveryLog, deliveryLog } from '#shared/store/delivery-log.ts'
import { directory } from '#shared/store/directory.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import { evidenceStore } from '#shared/store/evidence-store.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { type IssueLedger, issueLedger } from '#shared/store/issue-ledger.ts'
import { type JobPositions, jobPositions } from '#shared/store/job-position.ts'
import { judgeLedger } from '#shared/store/judge-ledger.ts'
import { type Layouts, layouts } from '#shared/store/layout.ts'
import { news } from '#shared/store/news.ts'
import { type OwnerStore, ownerStore } from '#shared/store/owner-store.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { type ReportStore, reportStore } from '#shared/store/report-store.ts'
import type { RowStore } from '#shared/store/rows.ts'
import { signatureIndex } from '#shared/store/signature-index.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { socketIndex } from '#shared/store/socket-index.ts'
import { type Tenants, tenants } from '#shared/store/tenants.ts'
import { type TokenStore, tokenStore } from '#shared/store/token-store.ts'
import { type ToldLedger, toldLedger } from '#shared/store/told-ledger.ts'
import { type UploadStore, uploadStore } from '#shared/store/upload-store.ts'
import { type WebhookStore, webhookStore } from '#shared/store/webhook-store.ts'
import { HOUR } from '#shared/time.ts'
import type { Env } from './env.ts'
import { type Meter, memoryMeter } from './meter.ts'

/** Everything that a function is handed: ports, limits, the clock. */
export interface Deps extends IngestDeps, IngestSocketsDeps {
  readonly tokens: TokenStore
  readonly blocks: BlockStore
  readonly layouts: Layouts
  readonly evidence: EvidenceStore
  /** Days that blocks are kept: no judge can look further back. */
  readonly retentionDays: number
  readonly uploads: UploadStore
  readonly tenants: Tenants
  readonly reports: ReportStore
  readonly owners: OwnerStore
  readonly webhooks: WebhookStore
  readonly deliveries: DeliveryLog
  readonly told: ToldLedger
  readonly issues: IssueLedger
  readonly jobs: JobPositions
  readonly meter: Meter
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What differs by where it runs and is no AWS client. */
export interface Rim {
  readonly indexQueue: IndexQueue
  readonly now: () => number
}

/** All of it but the queue of ingest: what a function that takes nothing in can do without. */
export type Stores = Omit<Deps, 'indexQueue'>

/** All stores over one table and one bucket, whatever these are made of. */
export function assemble<Given extends Pick<Rim, 'now'>>(
  env: Pick<Env, 'INGEST_RESOLUTION_SECONDS' | 'RETENTION_DAYS'>,
  rim: Given,
  rows: RowStore,
  profiles: ProfileStore,
): Stores & Given {
  const retentionDays = Number(env.RETENTION_DAYS)
  const known = directory(rows, retentionDays)
  const spread = layouts(rows, rim.now)
  return {
    ...rim,
    profiles,
    layouts: spread,
    snapshots: snapshotIndex(rows, spread),
    signatures: signatureIndex(rows),
    directory: known,
    news: news(rows),
    ledger: judgeLedger(rows),
    blocks: blockStore(rows, retentionDays, spread),
    evidence: evidenceStore(rows),
    sockets: socketIndex(rows),
    tokens: tokenStore(rows),
    uploads: uploadStore(rows),
    tenants: tenants(rows),
    reports: reportStore(profiles),
    owners: ownerStore(rows),
    webhooks: webhookStore(rows),
    deliveries: deliveryLog(rows),
    told: toldLedger(rows),
    issues: issueLedger(rows),
    jobs: jobPositions(rows),
    remembered: remembered(),
    meter: memoryMeter(),
    services: knownServices(known),
    retentionDays,
    readLimits: DEFAULT_READ_LIMITS,
    readProfileBody: readProfileBodyHere(rim.now),
    groupSocketBody: groupSocketBodyHere,
    socketLimits: DEFAULT_TABLE_LIMITS,
    admission: DEFAULT_ADMISSION,
    resolution: slotWidth(env.INGEST_RESOLUTION_SECONDS),
  }
}

/** A slot must not lie in two hours. */
function slotWidth(seconds: string): number {
  const width = Number(seconds) * 1000
  if (!(width >= 1000) || HOUR % width !== 0) {
    throw new Error(`INGEST_RESOLUTION_SECONDS is ${seconds}; it must divide 3600`)
  }
  return width
}
