/** CopyObject: a new object from the bytes of another, with its description or a new one. */

import { quoteEtag } from '../wire/answer.ts'
import { isNotModified, writeGuard } from '../wire/condition.ts'
import { decode } from '../wire/request.ts'
import { S3Error } from '../wire/s3-error.ts'
import { document, text } from '../wire/xml.ts'
import { type Operation, requireBucket } from './context.ts'
import { openExisting } from './get-object.ts'
import { describeObject } from './object-headers.ts'

export const copyObject: Operation = async (context, { bucket, key, headers }) => {
  requireBucket(context, bucket)
  const source = readSource(headers['x-amz-copy-source'] ?? '')
  const replaces = readDirective(headers['x-amz-metadata-directive'])
  if (source.bucket === bucket && source.key === key && !replaces) {
    throw new S3Error('InvalidRequest', 'A copy onto itself must replace the metadata.')
  }
  const guard = writeGuard(headers)
  const description = describeObject(headers)
  const object = await openExisting(context, source.bucket, source.key)
  try {
    const { head } = object
    if (isNotModified(headers, head, 'x-amz-copy-source-')) throw new S3Error('PreconditionFailed')
    const written = await context.store.put(bucket, key, {
      body: head.size === 0 ? (async function* () {})() : object.read(0, head.size - 1),
      guard,
      finish: () => ({ ...head, ...(replaces ? description : {}), key, modified: context.now() }),
    })
    const modified = new Date(written.modified).toISOString()
    const result = [text('LastModified', modified), text('ETag', quoteEtag(written.etag))]
    return { status: 200, body: document('CopyObjectResult', ...result) }
  } finally {
    await object.close()
  }
}

/** Example input: `/bucket/a%20b`, with or without the first slash. Example output: bucket `bucket`, key `a b`. */
function readSource(header: string): { bucket: string; key: string } {
  if (header.includes('?')) throw new S3Error('NotImplemented', 'x-amz-copy-source with a versionId')
  const [bucket = '', ...key] = decode(header).replace(/^\//, '').split('/')
  if (bucket === '' || key.length === 0) throw new S3Error('InvalidArgument', 'x-amz-copy-source')
  return { bucket, key: key.join('/') }
}

/** Whether the request's own description is taken. */
function readDirective(directive: string | undefined): boolean {
  if (directive !== undefined && directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', `x-amz-metadata-directive is COPY or REPLACE, not ${directive}.`)
  }
  return directive === 'REPLACE'
}
