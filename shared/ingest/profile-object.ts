import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { DebugLevel } from '#shared/goroutine/model.ts'
import type { ProfilePush } from './push.ts'

/** What an object's metadata says: all that the index needs and the body does not carry. */
export interface ObjectFacts extends Omit<ProfilePush, 'body' | 'tenant' | 'service' | 'at' | 'announcedAt'> {
  readonly at: number
  readonly receivedAt: number
  readonly sha256: string
}

const GZIP_MAGIC = [0x1f, 0x8b] as const

/** The bytes as received; what is not compressed yet is gzipped, so that the key's `.gz` is true. */
export async function objectBody(body: Uint8Array, debug: DebugLevel): Promise<Uint8Array> {
  const compressed = body[0] === GZIP_MAGIC[0] && body[1] === GZIP_MAGIC[1]
  // Large text dumps repeat themselves: level 1 keeps 64 MB under a second and still gives 1 : 30.
  return compressed ? body : promisify(gzip)(body, { level: debug === 0 || debug === 3 ? 6 : 1 })
}

export const sha256Of = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

/** S3 takes printable ASCII: values of the outside world are percent-encoded JSON. */
export const metadataOf = <Facts extends { readonly sha256: string }>({
  sha256,
  ...facts
}: Facts): Record<string, string> => ({
  sha256,
  facts: encodeURIComponent(JSON.stringify(facts)),
})

/** What `metadataOf` was given. @throws Error where the metadata is not of this program */
export function factsOf<Facts = ObjectFacts>(metadata: Readonly<Record<string, string>>): Facts {
  const { sha256, facts } = metadata
  if (sha256 === undefined || facts === undefined)
    throw new Error('the object has no Tidemark metadata: sha256 or facts is missing')
  return { ...JSON.parse(decodeURIComponent(facts)), sha256 }
}
