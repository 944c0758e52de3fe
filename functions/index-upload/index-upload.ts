import { REASONS, Rejection } from '#shared/api/reason.ts'
import { indexStored } from '#shared/ingest/index-stored.ts'
import { type IndexSocketsDeps, indexStoredSockets } from '#shared/ingest/index-stored-sockets.ts'
import { type IngestDeps, ingestProfile } from '#shared/ingest/ingest.ts'
import { UPLOAD_SOURCE } from '#shared/ingest/upload.ts'
import { parseSocketsKey, parseUploadKey } from '#shared/store/keys.ts'
import type { Upload, UploadOutcome, UploadStore } from '#shared/store/upload-store.ts'

/** A queue is what calls this function: it needs none of its own. */
export interface IndexUploadDeps extends Omit<IngestDeps, 'indexQueue'>, IndexSocketsDeps {
  readonly uploads: UploadStore
}

/** What became of an object. `gone`: there was none, or nobody knows any more whose it is. */
export type Indexed = 'indexed' | 'refused' | 'gone'

/**
 * Has an object of the bucket indexed: an upload goes the way of a push and then leaves `uploads/`, a profile
 * or a socket table that the index lacks is read again.
 *
 * Law: events may come twice, late and in any order; each that is handled to its end changes nothing more.
 * @param key of an upload, a profile or a socket table
 * @throws Error where the event has to come again, or the key is none of them
 */
export async function indexUpload(deps: IndexUploadDeps, key: string, now: number): Promise<Indexed> {
  const ingest = withoutQueue(deps, now)
  const name = parseUploadKey(key)
  if (name === undefined) {
    const isThere =
      parseSocketsKey(key) === undefined
        ? await indexStored(ingest, key, now)
        : await indexStoredSockets(deps, key, now)
    return isThere ? 'indexed' : 'gone'
  }
  const { tenant, id } = name
  const upload = await deps.uploads.get(tenant, id)
  if (upload === undefined) {
    await deps.profiles.remove(key)
    return 'gone'
  }
  const outcome = upload.outcome ?? (await takeIn(ingest, upload, key, now))
  if (outcome === undefined) return 'gone'
  // Before the object goes: an upload without either would wait for good.
  await deps.uploads.settle(tenant, id, outcome)
  await deps.profiles.remove(key)
  return outcome.state
}

/** What ingest would queue is indexed on the spot; where that fails, the event comes again. */
function withoutQueue(deps: IndexUploadDeps, now: number): IngestDeps {
  const ingest: IngestDeps = {
    ...deps,
    indexQueue: {
      send: async ({ key }) => {
        await indexStored(ingest, key, now)
      },
    },
  }
  return ingest
}

/** The same way as a push; undefined: there is no object. */
async function takeIn(
  deps: IngestDeps,
  { tenant, service, process, labels, at, type, announcedAt }: Upload,
  key: string,
  now: number,
): Promise<UploadOutcome | undefined> {
  const object = await deps.profiles.get(key)
  if (object === undefined) return undefined
  const facts = { tenant, service, process, labels, at, type, announcedAt, source: UPLOAD_SOURCE }
  try {
    const {
      indexed: _,
      atRest: __,
      ...receipt
    } = await ingestProfile(deps, { ...facts, body: object.body }, now)
    return { state: 'indexed', receipt }
  } catch (error) {
    if (!isFinal(error)) throw error
    const { reason, message, limit, actual } = error
    return { state: 'refused', refusal: { reason, detail: message, limit, actual } }
  }
}

/** Whether the bytes are at fault: they will be refused as often as they come. */
const isFinal = (error: unknown): error is Rejection =>
  error instanceof Rejection && REASONS[error.reason].status < 500
