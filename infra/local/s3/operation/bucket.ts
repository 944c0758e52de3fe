/** Buckets: made and asked for, never deleted. */

import { S3Error } from '../wire/s3-error.ts'
import { type Operation, requireBucket } from './context.ts'

/** S3's rules for names, which also make them harmless as names of folders. */
const NAME = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/

export const createBucket: Operation = async ({ store }, { bucket }) => {
  if (!NAME.test(bucket)) throw new S3Error('InvalidBucketName', bucket)
  if (!(await store.createBucket(bucket))) throw new S3Error('BucketAlreadyOwnedByYou', bucket)
  return { status: 200, headers: { location: `/${bucket}`, 'content-length': '0' } }
}

export const headBucket: Operation = async (context, { bucket }) => {
  requireBucket(context, bucket)
  return { status: 200 }
}
