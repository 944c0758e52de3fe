/** Which operation a request asks for. What the server does not do it refuses by name: nothing is passed over. */

import { createBucket, headBucket } from './operation/bucket.ts'
import type { Operation } from './operation/context.ts'
import { copyObject } from './operation/copy-object.ts'
import { deleteObject, deleteObjects } from './operation/delete-object.ts'
import { getObject, headObject } from './operation/get-object.ts'
import { listObjects } from './operation/list-objects.ts'
import { putObject } from './operation/put-object.ts'
import type { Fields, S3Request } from './wire/request.ts'
import { S3Error } from './wire/s3-error.ts'

interface Route {
  readonly operation: Operation
  /** Query parameters it must have, `name` or `name=value`. */
  readonly needs?: readonly string[]
  /** Query parameters it may have. */
  readonly takes?: readonly string[]
}

const LIST = ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type']

const BUCKET: Readonly<Record<string, Route>> = {
  PUT: { operation: createBucket },
  HEAD: { operation: headBucket },
  GET: { operation: listObjects, needs: ['list-type=2'], takes: LIST },
  POST: { operation: deleteObjects, needs: ['delete'] },
}

const OBJECT: Readonly<Record<string, Route>> = {
  PUT: { operation: putObject },
  GET: { operation: getObject },
  HEAD: { operation: headObject },
  DELETE: { operation: deleteObject },
}

/** Of every request: the name an SDK adds. */
const ALWAYS = ['x-id']
/** Methods S3 has for anything at all. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])
/** Headers of S3 that some operation reads, or that say nothing about what is to be done. */
const KNOWN_HEADER = new RegExp(
  `^x-amz-(?:${[
    'meta-.+',
    'date',
    'content-sha256',
    'decoded-content-length',
    'trailer',
    'user-agent',
    'sdk-checksum-algorithm',
    'checksum-(?:mode|crc32|crc32c|crc64nvme|sha1|sha256)',
    'copy-source',
    'copy-source-if-(?:none-)?match',
    'copy-source-if-(?:un)?modified-since',
    'metadata-directive',
  ].join('|')})$`,
)

/** Throws NotImplemented naming the parameter or header, MethodNotAllowed. */
export function routeOf({ method, bucket, key, query, headers, presigned }: S3Request): Operation {
  if (!METHODS.has(method)) throw new S3Error('MethodNotAllowed', method)
  const route = bucket === '' ? undefined : (key === '' ? BUCKET : OBJECT)[method]
  if (route === undefined) throw new S3Error('NotImplemented', `${method} of ${levelOf(bucket, key)}`)
  const { operation, needs = [], takes = [] } = route
  const missing = needs.find((need) => !hasParameter(query, need))
  if (missing !== undefined)
    throw new S3Error('NotImplemented', `${method} of ${levelOf(bucket, key)} without ${missing}`)
  const names = [...needs.map((need) => need.replace(/=.*/, '')), ...takes, ...ALWAYS]
  const unknown = [
    ...Object.keys(query).filter((name) => !names.includes(name) && !(presigned && /^x-amz-/i.test(name))),
    ...Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !KNOWN_HEADER.test(name)),
  ]
  if (unknown.length > 0) throw new S3Error('NotImplemented', unknown.join(', '))
  return operation === putObject && 'x-amz-copy-source' in headers ? copyObject : operation
}

function hasParameter(query: Fields, need: string): boolean {
  const [name = '', value] = need.split('=')
  return name in query && (value === undefined || query[name] === value)
}

function levelOf(bucket: string, key: string): string {
  if (bucket === '') return 'the service'
  return key === '' ? 'a bucket' : 'an object'
}
