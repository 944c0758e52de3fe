/** DeleteObject and DeleteObjects: gone, or never there, is the same success. */

import { openBody } from '../wire/body.ts'
import { writeGuard } from '../wire/condition.ts'
import { S3Error } from '../wire/s3-error.ts'
import { document, element, text, unescapeText } from '../wire/xml.ts'
import { type Operation, requireBucket } from './context.ts'

/** S3's limit of keys in one request. */
const KEYS = 1000
/** Bytes of a request: as many keys of 1,024 bytes, each byte a reference, with the tags around. */
const REQUEST_BYTES = 8 << 20

export const deleteObject: Operation = async (context, { bucket, key, headers }) => {
  requireBucket(context, bucket)
  await context.store.remove(bucket, key, writeGuard(headers))
  return { status: 204 }
}

export const deleteObjects: Operation = async (context, request) => {
  requireBucket(context, request.bucket)
  const body = openBody(request, REQUEST_BYTES)
  const chunks: Buffer[] = []
  for await (const chunk of body.bytes) chunks.push(chunk)
  const { checksum } = body.verify()
  if (checksum === undefined && request.headers['content-md5'] === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 or a checksum.',
    )
  }
  const { keys, quiet } = readDelete(Buffer.concat(chunks).toString('utf8'))
  await Promise.all(keys.map((key) => context.store.remove(request.bucket, key)))
  const deleted = quiet ? [] : keys.map((key) => element('Deleted', text('Key', key)))
  return { status: 200, body: document('DeleteResult', ...deleted) }
}

/** Reads `<Delete><Object><Key>…</Key></Object>…<Quiet>…</Quiet></Delete>`. Throws MalformedXML, NotImplemented. */
function readDelete(xml: string): { keys: string[]; quiet: boolean } {
  const [, content] = /^\s*(?:<\?xml[^>]*\?>)?\s*<Delete(?:\s[^>]*)?>(.*)<\/Delete>\s*$/s.exec(xml) ?? []
  if (content === undefined) throw new S3Error('MalformedXML')
  const keys: string[] = []
  let quiet = false
  const rest = content.replace(/<(Object|Quiet)>(.*?)<\/\1>/gs, (_, name, inner: string) => {
    if (name === 'Quiet') quiet = inner.trim() === 'true'
    else keys.push(readKey(inner))
    return ''
  })
  if (rest.trim() !== '' || keys.length === 0 || keys.length > KEYS) throw new S3Error('MalformedXML')
  return { keys, quiet }
}

function readKey(object: string): string {
  const [, xml, rest = ''] = /^\s*<Key>(.*?)<\/Key>(.*)$/s.exec(object) ?? []
  const key = xml === undefined ? undefined : unescapeText(xml)
  if (key === undefined || key === '') throw new S3Error('MalformedXML')
  if (rest.trim() !== '') throw new S3Error('NotImplemented', `Beside the key: ${rest.trim().slice(0, 100)}`)
  return key
}
