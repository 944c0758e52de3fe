/** The headers of an object: from the request that puts it, and to the answer that gives it. */

import type { ObjectHead } from '../disk/object-file.ts'
import { quoteEtag } from '../wire/answer.ts'
import type { Fields } from '../wire/request.ts'
import { S3Error } from '../wire/s3-error.ts'

/** Kept as they come and given back as they were. */
const CONTENT = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
] as const
const METADATA = 'x-amz-meta-'
/** S3's limit on names and values of user metadata, in bytes. */
const METADATA_BYTES = 2048

/** What a request says about the object it puts. Throws MetadataTooLarge. */
export function describeObject(headers: Fields): Pick<ObjectHead, 'content' | 'metadata'> {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(METADATA))
    .map(([name, value]) => [name.slice(METADATA.length), value] as const)
  const bytes = metadata.flat().join('').length
  if (bytes > METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', `It has ${bytes} bytes, the limit is ${METADATA_BYTES}.`)
  }
  const content = CONTENT.flatMap((name) => {
    const value = contentHeader(name, headers[name])
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  return {
    content: Object.fromEntries(content),
    metadata: Object.fromEntries(metadata),
  }
}

/** Validators, content headers, metadata and, where asked for, the checksum of the whole object. */
export function objectHeaders(head: ObjectHead, withChecksum: boolean): Record<string, string> {
  const metadata = Object.entries(head.metadata).map(([name, value]) => [METADATA + name, value])
  return {
    ...validators(head),
    'accept-ranges': 'bytes',
    ...head.content,
    ...Object.fromEntries(metadata),
    ...(withChecksum ? checksumHeaders(head.checksum) : {}),
  }
}

/** What a client repeats to ask whether its copy is still good. */
export function validators({ etag, modified }: ObjectHead): Record<string, string> {
  return { etag: quoteEtag(etag), 'last-modified': new Date(modified).toUTCString() }
}

export function checksumHeaders(checksum: ObjectHead['checksum']): Record<string, string> {
  if (checksum === undefined) return {}
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' }
}

/** `aws-chunked` says how the body travelled, not what the object is. */
function contentHeader(name: (typeof CONTENT)[number], value: string | undefined): string | undefined {
  if (name === 'content-type') return value ?? 'binary/octet-stream'
  if (name !== 'content-encoding') return value
  const codings = value?.split(',').map((coding) => coding.trim())
  return codings?.filter((coding) => coding !== 'aws-chunked').join(',')
}
