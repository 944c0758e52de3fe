import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Rejection } from '#shared/api/reason.ts'
import type { Problem, TableLimits, Tool } from '#shared/socket/model.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { objectKey, socketsId } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { SocketIndex, SocketRecord } from '#shared/store/socket-index.ts'
import { type ProcessFacts, processId } from '#shared/trend/process.ts'
import { type AdmissionLimits, admitMetadata, admitNames, admitTimes } from './admission.ts'
import { metadataOf } from './profile-object.ts'
import type { PushOutcome } from './push.ts'
import type { GroupSocketBody } from './socket-body.ts'
import { socketRecord } from './socket-record.ts'
import { unstored } from './unstored.ts'

export interface IngestSocketsDeps {
  readonly profiles: ProfileStore
  readonly sockets: SocketIndex
  readonly indexQueue: IndexQueue
  readonly socketLimits: TableLimits
  readonly groupSocketBody: GroupSocketBody
  readonly admission: AdmissionLimits
  /** Milliseconds: one table a process, tool and slot of this width. */
  readonly resolution: number
}

/** The output of one tool, and of which process it is. */
export interface SocketPush {
  /** From the token, never from the request. */
  readonly tenant: string
  readonly service: string
  readonly process: ProcessFacts
  /** When the tool ran, ms since the epoch; undefined: now. */
  readonly at: number | undefined
  /** Undefined: the text tells. */
  readonly tool: Tool | undefined
  readonly body: Uint8Array
}

/** The answer to a push. */
export interface SocketReceipt {
  readonly decision: PushOutcome
  readonly record: SocketRecord
  /** TCP sockets of the table, or links to sockets of a listing. */
  readonly sockets: number
  readonly problems: readonly Problem[]
  /** false: stored, and queued to be indexed. */
  readonly indexed: boolean
}

/** A push that nothing speaks against, not yet stored. */
interface ReadPush extends Omit<SocketReceipt, 'decision' | 'indexed'> {
  readonly object: { readonly body: Uint8Array; readonly metadata: Readonly<Record<string, string>> }
}

/**
 * Takes in one socket table: reads it, stores it, indexes its groups.
 *
 * Law: a receipt means that S3 holds the bytes of this slot. A refused push leaves nothing behind.
 * @throws Rejection with the reason; `storage-unavailable`, `storage-full` and `index-unavailable` are safe to repeat
 */
export async function ingestSockets(
  deps: IngestSocketsDeps,
  push: SocketPush,
  now: number,
): Promise<SocketReceipt> {
  const { object, ...read } = await readPush(deps, push, now)
  const { tenant, service } = push
  const { id, sha256 } = read.record
  // The look only saves a put: without an answer S3 decides alone.
  const held = await deps.sockets.get(tenant, service, id).catch(() => undefined)
  if (held !== undefined)
    return { ...read, decision: held.sha256 === sha256 ? 'duplicate' : 'coalesced', indexed: true }
  const key = objectKey.sockets(tenant, service, id)
  const { outcome } = await deps.profiles.put({ key, ...object }).catch((cause) => {
    throw unstored('table', cause)
  })
  if (outcome === 'taken') {
    // Whoever took the slot may have died before its row was written; to index it again does no harm.
    await queueForIndex(deps, key, new Error('the slot is taken in S3 and not in the index'))
    return { ...read, decision: 'coalesced', indexed: false }
  }
  try {
    await deps.sockets.putIfAbsent(tenant, service, read.record, now)
    return { ...read, decision: 'stored', indexed: true }
  } catch (cause) {
    await queueForIndex(deps, key, cause)
    return { ...read, decision: 'stored', indexed: false }
  }
}

async function queueForIndex({ indexQueue }: IngestSocketsDeps, key: string, cause: unknown): Promise<void> {
  await indexQueue.send({ key }).catch((queueCause: unknown) => {
    const detail = 'The table is stored but neither the index nor its queue answers; send it again.'
    throw new Rejection('index-unavailable', detail, { cause: new AggregateError([cause, queueCause]) })
  })
}

/** Everything that can refuse a push happens here, before anything is written. */
async function readPush(deps: IngestSocketsDeps, push: SocketPush, now: number): Promise<ReadPush> {
  const { service, process, body, at = now } = push
  admitNames({ service, process, labels: {} }, deps.admission)
  admitTimes(at, process.startedAt, now, deps.admission, 'socket table')
  const context = { at, tool: push.tool, limits: deps.socketLimits }
  const { tool, sockets, problems, grouped, isGzip, sha256 } = await deps.groupSocketBody(body, context)
  const facts = { process, tool, at, receivedAt: now, sha256 }
  const metadata = metadataOf(facts)
  admitMetadata(metadata, deps.admission)
  const slot = Math.floor(at / deps.resolution) * deps.resolution
  const record = socketRecord(socketsId(processId(process), tool, slot), facts, grouped)
  const object = { body: isGzip ? body : await promisify(gzip)(body), metadata }
  return { record, sockets, problems, object }
}
