import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import type { IngestDeps } from '#shared/ingest/ingest.ts'
import type { IngestSocketsDeps } from '#shared/ingest/ingest-sockets.ts'
import { remembered } from '#shared/ingest/remembered.ts'
import { DEFAULT_READ_LIMITS as SOCKET_LIMITS } from '#shared/socket/model.ts'
import { type BlockStore, blockStore } from '#shared/store/block-store.ts'
import { directory } from '#shared/store/directory.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import { evidenceStore } from '#shared/store/evidence-store.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { judgeLedger } from '#shared/store/judge-ledger.ts'
import { news } from '#shared/store/news.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import type { RowStore } from '#shared/store/rows.ts'
import { signatureIndex } from '#shared/store/signature-index.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { socketIndex } from '#shared/store/socket-index.ts'
import { type TokenStore, tokenStore } from '#shared/store/token-store.ts'
import { HOUR } from '#shared/trend/block.ts'
import type { Env } from './env.ts'

/** Everything that a function is handed: ports, limits, the clock. */
export interface Deps extends IngestDeps, IngestSocketsDeps {
  readonly tokens: TokenStore
  readonly blocks: BlockStore
  readonly evidence: EvidenceStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What differs by where it runs and is no AWS client. */
export interface Rim {
  readonly indexQueue: IndexQueue
  readonly now: () => number
}

/** The one place that builds SDK clients; their endpoints and credentials come from the environment. */
export function createDeps(env: Env, rim: Rim): Deps {
  const rows = dynamoRows(new DynamoDBClient({}), env.TABLE_NAME, rim.now)
  return assemble(env, rim, rows, s3ProfileStore(new S3Client({}), env.BUCKET_NAME))
}

/** All stores over one table and one bucket, whatever these are made of. */
export function assemble(env: Env, rim: Rim, rows: RowStore, profiles: ProfileStore): Deps {
  return {
    ...rim,
    profiles,
    snapshots: snapshotIndex(rows),
    signatures: signatureIndex(rows),
    directory: directory(rows),
    news: news(rows),
    ledger: judgeLedger(rows),
    blocks: blockStore(rows, Number(env.RETENTION_DAYS)),
    evidence: evidenceStore(rows),
    sockets: socketIndex(rows),
    tokens: tokenStore(rows),
    remembered: remembered(),
    readLimits: DEFAULT_READ_LIMITS,
    socketLimits: SOCKET_LIMITS,
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
