import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type ProfileStore, putHeaders, type StoredProfile } from './profile-store.ts'

/**
 * Profiles in a bucket; the conditional put makes S3 the arbiter between two pushes of one slot.
 *
 * @param presigner has `requestChecksumCalculation: 'WHEN_REQUIRED'`: a checksum in a URL would be that of no bytes
 */
export function s3ProfileStore(client: S3Client, bucket: string, presigner: S3Client): ProfileStore {
  return {
    put: async ({ key, body, metadata }) => {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            Metadata: metadata,
            ContentType: 'application/octet-stream',
            IfNoneMatch: '*',
          }),
        )
        return { outcome: 'stored' }
      } catch (error) {
        if (!isTaken(error)) throw error
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
        const sha256 = Metadata?.sha256 ?? ''
        return sha256 === metadata.sha256 ? { outcome: 'stored' } : { outcome: 'taken', sha256 }
      }
    },
    get: async (key): Promise<StoredProfile | undefined> => {
      try {
        const { Body, Metadata = {} } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return { key, body: (await Body?.transformToByteArray()) ?? new Uint8Array(), metadata: Metadata }
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    size: async (key) => {
      try {
        return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength
      } catch (error) {
        if (error instanceof NotFound) return undefined
        throw error
      }
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },
    presignPut: async (target, now) => {
      const { key, bytes, contentType, expiresIn } = target
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: bytes,
        ContentType: contentType,
      })
      // The presigner leaves content-type out of the signature unless it is told.
      const signableHeaders = new Set(['content-length', 'content-type'])
      const options = { expiresIn, signableHeaders, signingDate: new Date(now) }
      return { url: await getSignedUrl(presigner, put, options), headers: putHeaders(target) }
    },
    list: async function* (prefix, after) {
      const from = after === undefined ? {} : { StartAfter: after }
      for await (const { Contents = [] } of pages(client, { Bucket: bucket, Prefix: prefix, ...from }))
        for (const { Key } of Contents) if (Key !== undefined) yield Key
    },
    folders: async function* (prefix) {
      const list = { Bucket: bucket, Prefix: prefix, Delimiter: '/' }
      for await (const { CommonPrefixes = [] } of pages(client, list))
        for (const { Prefix } of CommonPrefixes)
          if (Prefix !== undefined) yield Prefix.slice(prefix.length, -1)
    },
  }
}

async function* pages(
  client: S3Client,
  list: ListObjectsV2CommandInput,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined
  do {
    const more = token === undefined ? {} : { ContinuationToken: token }
    const page: ListObjectsV2CommandOutput = await client.send(new ListObjectsV2Command({ ...list, ...more }))
    yield page
    token = page.NextContinuationToken
  } while (token !== undefined)
}

/** 412 Precondition Failed: the key is taken. A 409 (another conditional put under way) is an error to retry. */
const isTaken = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
