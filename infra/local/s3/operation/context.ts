/** What every operation gets, and the checks several begin with. */

import type { ObjectStore } from '../disk/object-store.ts'
import type { Answer } from '../wire/answer.ts'
import type { S3Request } from '../wire/request.ts'
import { S3Error } from '../wire/s3-error.ts'

export interface Context {
  readonly store: ObjectStore
  /** Largest object, in bytes. */
  readonly maximumBytes: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Does one thing of S3's API; throws S3Error to refuse it. */
export type Operation = (context: Context, request: S3Request) => Promise<Answer>

/** Throws NoSuchBucket. */
export function requireBucket({ store }: Context, bucket: string): void {
  if (!store.hasBucket(bucket)) throw new S3Error('NoSuchBucket', bucket)
}
