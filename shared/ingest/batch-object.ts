import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { packTar, unpackTar } from 'modern-tar'
import type { DebugLevel } from '#shared/goroutine/model.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import { metadataOf, type ObjectFacts, objectBody, sha256Of } from './profile-object.ts'
import type { SignedProfile } from './signed-profile.ts'

/**
 * An object with several profiles: a tar that people can read, compressed as one, since profiles of a process repeat what
 * those before them say. `batch.json` says whose they are, then comes each profile as `<id>.pb` or `<id>.txt`, without the
 * gzip that it may have come in.
 */
const VERSION = 1
const INDEX = 'batch.json'
/**
 * Brotli remembers 16 MB of what came before, gzip 32 KB, which is less than one large profile. Level 5 takes some 20 ms for
 * each MB, the highest a hundred times as long for a tenth less (2026-11-30).
 */
const LEVEL = 5
/** Bytes of an object once decompressed: profiles of one request, and their heads. */
const MOST_BATCH_BYTES = 96 * 1024 * 1024

/** A profile of a batch, with the bytes that are kept of it. */
export interface BatchedProfile {
  readonly read: SignedProfile
  /** Not compressed. */
  readonly bytes: Uint8Array
}

/** One profile out of an object. */
export interface UnpackedProfile {
  readonly service: string
  readonly id: SnapshotId
  readonly debug: DebugLevel
  readonly facts: ObjectFacts
  readonly bytes: Uint8Array
}

/** What `batch.json` says of a profile; `receivedAt` is in the metadata, so that the same profiles make the same object. */
interface Entry extends Omit<ObjectFacts, 'receivedAt'> {
  readonly service: string
  readonly id: SnapshotId
  readonly debug: DebugLevel
}

interface BatchFacts {
  readonly sha256: string
  readonly receivedAt: number
}

const fileOf = ({ id, debug }: Pick<Entry, 'id' | 'debug'>): string =>
  `${id}.${debug === 0 || debug === 3 ? 'pb' : 'txt'}`

/** The tar of a batch, and its SHA-256: the same profiles in the same order always give the same. */
export async function packBatch(
  profiles: readonly BatchedProfile[],
): Promise<{ readonly tar: Uint8Array; readonly sha256: string }> {
  const entries = profiles.map(({ read: { service, id, profile, facts } }): Entry => {
    const { receivedAt: _, ...rest } = facts
    return { service, id, debug: profile.debug, ...rest }
  })
  const index = Buffer.from(`${JSON.stringify({ version: VERSION, profiles: entries })}\n`)
  const file = (name: string, body: Uint8Array, at: number) => ({
    header: { name, size: body.length, mtime: new Date(Math.floor(at / 1000) * 1000) },
    body,
  })
  const tar = await packTar([
    file(INDEX, index, profiles[0]?.read.facts.at ?? 0),
    ...profiles.map(({ bytes }, i) => file(fileOf(entries[i] as Entry), bytes, (entries[i] as Entry).at)),
  ])
  return { tar, sha256: sha256Of(tar) }
}

/** The object of a tar. @param key from `batchKey` */
export async function batchObject(
  key: string,
  tar: Uint8Array,
  { sha256, receivedAt }: BatchFacts,
): Promise<StoredProfile> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: LEVEL,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: tar.length,
  }
  const body = await promisify(brotliCompress)(tar, { params })
  return { key, body, metadata: metadataOf({ sha256, receivedAt }) }
}

/** The profiles of an object. @throws Error where it is none that this program wrote */
export async function unpackBatch({ key, body, metadata }: StoredProfile): Promise<UnpackedProfile[]> {
  try {
    const tar = await promisify(brotliDecompress)(body, { maxOutputLength: MOST_BATCH_BYTES })
    const files = new Map(
      (await unpackTar(tar, { strict: true })).map(({ header, data }) => [header.name, data]),
    )
    const { version, profiles } = JSON.parse(Buffer.from(files.get(INDEX) ?? '{}').toString('utf8'))
    if (version !== VERSION) throw new Error(`its version is ${version}; this program reads ${VERSION}`)
    const { receivedAt } = JSON.parse(decodeURIComponent(metadata.facts ?? '{}')) as BatchFacts
    return (profiles as Entry[]).map((entry) => {
      const { service, id, debug, ...facts } = entry
      const bytes = files.get(fileOf(entry))
      if (bytes === undefined) throw new Error(`it has no file ${fileOf(entry)}`)
      return { service, id, debug, facts: { ...facts, receivedAt }, bytes }
    })
  } catch (cause) {
    throw new Error(`the batch ${key} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** A profile of a batch as if it had an object of its own. */
export const asStored = async (
  tenant: string,
  { service, id, debug, facts, bytes }: UnpackedProfile,
): Promise<StoredProfile> => ({
  key: objectKey.profile(tenant, service, id, debug),
  body: await objectBody(bytes, debug),
  metadata: metadataOf(facts),
})
