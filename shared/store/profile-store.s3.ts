import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { ProfileStore, StoredProfile } from './profile-store.ts'

/** Profiles in a bucket; the conditional put makes S3 the arbiter between two pushes of one slot. */
export function s3ProfileStore(client: S3Client, bucket: string): ProfileStore {
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
    list: async function* (prefix, after) {
      let token: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(after === undefined ? {} : { StartAfter: after }),
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        )
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
  }
}

/** 412 Precondition Failed: the key is taken. A 409 (another conditional put under way) is an error to retry. */
const isTaken = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
