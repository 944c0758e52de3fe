/** A request as S3 means it: bucket, key, parameters and headers, read from the line as it was sent. */

import type { IncomingMessage } from 'node:http'
import { S3Error } from './s3-error.ts'

/** Header or parameter name → value. */
export type Fields = Readonly<Record<string, string>>

export interface S3Request {
  readonly method: string
  /** The path as sent: percent-encoded, `..` and `//` untouched, because they are parts of a key. */
  readonly rawPath: string
  /** Empty for the root of the service. */
  readonly bucket: string
  /** Empty for the bucket itself. */
  readonly key: string
  /** Parameters, decoded; names keep their case. */
  readonly query: Fields
  /** Headers by lower-case name; to these count the `x-amz-` parameters of a presigned URL. */
  readonly headers: Fields
  /** The headers as sent. */
  readonly sentHeaders: Fields
  /** The signature is in the URL. */
  readonly presigned: boolean
  readonly body: AsyncIterable<Buffer>
}

/** S3's limit, in bytes of UTF-8. */
const KEY_BYTES = 1024
/** In a presigned URL: parameters that are no headers. */
const SIGNATURE_PARAMETERS: ReadonlySet<string> = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
])

/** Reads line and headers. Throws InvalidURI for a path that is not UTF-8, KeyTooLongError. */
export function readRequest(message: IncomingMessage): S3Request {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const rawPath = mark < 0 ? target : target.slice(0, mark)
  const query = readQuery(mark < 0 ? '' : target.slice(mark + 1))
  const [bucket = '', ...key] = decode(rawPath.slice(1)).split('/')
  const sentHeaders = readHeaders(message)
  const presigned = 'X-Amz-Signature' in query
  const request = {
    method: message.method ?? 'GET',
    rawPath,
    bucket,
    key: key.join('/'),
    query,
    headers: { ...(presigned ? hoisted(query) : {}), ...sentHeaders },
    sentHeaders,
    presigned,
    body: message.iterator({ destroyOnReturn: false }),
  }
  const bytes = Buffer.byteLength(request.key)
  if (bytes > KEY_BYTES)
    throw new S3Error('KeyTooLongError', `It has ${bytes} bytes, the limit is ${KEY_BYTES}.`)
  return request
}

/** Percent-encoding as signatures want it: all but unreserved characters, capitals in hex. */
export function encodeUri(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Throws InvalidURI. */
export function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw new S3Error('InvalidURI', `It is not UTF-8 in percent-encoding: ${encoded.slice(0, 200)}`)
  }
}

function readQuery(text: string): Fields {
  const query: Record<string, string> = Object.create(null)
  for (const field of text.split('&')) {
    const [name = '', value = ''] = field.replaceAll('+', ' ').split(/=(.*)/s, 2).map(decode)
    if (name in query) throw new S3Error('InvalidArgument', `The parameter ${name} is given twice.`)
    if (name !== '') query[name] = value
  }
  return query
}

function readHeaders(message: IncomingMessage): Fields {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, values = []] of Object.entries(message.headersDistinct)) headers[name] = values.join(',')
  return headers
}

/** A presigner moves `x-amz-` headers into the URL. */
function hoisted(query: Fields): Fields {
  return Object.fromEntries(
    Object.entries(query)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name.startsWith('x-amz-') && !SIGNATURE_PARAMETERS.has(name)),
  )
}
