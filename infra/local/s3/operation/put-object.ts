/** PutObject: the answer comes after the object is complete on disk under its key. */

import { quoteEtag } from '../wire/answer.ts'
import { openBody } from '../wire/body.ts'
import { writeGuard } from '../wire/condition.ts'
import { type Operation, requireBucket } from './context.ts'
import { checksumHeaders, describeObject } from './object-headers.ts'

export const putObject: Operation = async (context, request) => {
  const { bucket, key, headers } = request
  requireBucket(context, bucket)
  const description = describeObject(headers)
  const guard = writeGuard(headers)
  const body = openBody(request, context.maximumBytes)
  const head = await context.store.put(bucket, key, {
    body: body.bytes,
    guard,
    finish: (size) => {
      const { md5, ...rest } = body.verify()
      return { key, size, etag: md5, modified: context.now(), ...description, ...rest }
    },
  })
  return {
    status: 200,
    headers: { etag: quoteEtag(head.etag), ...checksumHeaders(head.checksum), 'content-length': '0' },
  }
}
