/** GetObject and HeadObject, whole or a range, unless the client has it already. */

import type { ObjectHead, OpenObject } from '../disk/object-file.ts'
import type { Answer } from '../wire/answer.ts'
import { type ByteRange, readRange } from '../wire/byte-range.ts'
import { isNotModified } from '../wire/condition.ts'
import type { Fields } from '../wire/request.ts'
import { S3Error } from '../wire/s3-error.ts'
import { type Context, type Operation, requireBucket } from './context.ts'
import { objectHeaders, validators } from './object-headers.ts'

export const getObject: Operation = async (context, { bucket, key, headers }) => {
  const object = await openExisting(context, bucket, key)
  try {
    const { answer, bytes } = describe(object.head, headers)
    if (bytes !== undefined) return { ...answer, body: object.read(bytes.start, bytes.end) }
    await object.close()
    return answer
  } catch (error) {
    await object.close()
    throw error
  }
}

export const headObject: Operation = async (context, { bucket, key, headers }) => {
  const object = await openExisting(context, bucket, key)
  await object.close()
  return describe(object.head, headers).answer
}

/** Who opens it reads it or closes it. Throws NoSuchBucket and NoSuchKey. */
export async function openExisting(context: Context, bucket: string, key: string): Promise<OpenObject> {
  requireBucket(context, bucket)
  const object = await context.store.open(bucket, key)
  if (object === undefined) throw new S3Error('NoSuchKey', key)
  return object
}

/** The answer without its bytes, and which follow; 304 and an empty object have none. */
function describe(head: ObjectHead, headers: Fields): { answer: Answer; bytes?: ByteRange } {
  if (isNotModified(headers, head)) return { answer: { status: 304, headers: validators(head) } }
  const part = readRange(headers.range, head.size)
  const asksForChecksum = headers['x-amz-checksum-mode'] === 'ENABLED'
  const described = objectHeaders(head, asksForChecksum && part === undefined)
  const bytes = part ?? { start: 0, end: head.size - 1 }
  const sized = { ...described, 'content-length': String(bytes.end - bytes.start + 1) }
  if (head.size === 0) return { answer: { status: 200, headers: sized } }
  if (part === undefined) return { answer: { status: 200, headers: sized }, bytes }
  const range = { 'content-range': `bytes ${part.start}-${part.end}/${head.size}` }
  return { answer: { status: 206, headers: { ...sized, ...range } }, bytes }
}
