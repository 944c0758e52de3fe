/** ListObjectsV2: keys in the order of their UTF-8 bytes, those with a delimiter rolled up, a page at a time. */

import { type ByteString, fromByteString, toByteString } from '../disk/key-path.ts'
import { afterAll } from '../disk/key-walk.ts'
import type { ObjectHead } from '../disk/object-file.ts'
import type { ObjectStore } from '../disk/object-store.ts'
import { quoteEtag } from '../wire/answer.ts'
import { encodeUri, type Fields } from '../wire/request.ts'
import { S3Error } from '../wire/s3-error.ts'
import { document, element, text } from '../wire/xml.ts'
import { type Operation, requireBucket } from './context.ts'

/** S3's limit of keys and prefixes on a page. */
const PAGE = 1000
/** Heads read side by side. */
const READS = 32

/** A key, or the prefix that several share; `after` is where the list goes on behind it. */
interface Item {
  readonly kind: 'key' | 'prefix'
  readonly name: string
  readonly after: ByteString
}

export const listObjects: Operation = async (context, { bucket, query }) => {
  requireBucket(context, bucket)
  const { prefix = '', delimiter = '', 'start-after': startAfter, 'continuation-token': token } = query
  const pageSize = readPageSize(query['max-keys'])
  const spell = readSpelling(query)
  const after = token === undefined ? toByteString(startAfter ?? '') : readToken(token)

  const found =
    pageSize === 0 ? [] : await collect(context.store, bucket, { prefix, delimiter, after }, pageSize + 1)
  const items = found.slice(0, pageSize)
  const last = found.length > pageSize ? items.at(-1) : undefined
  const keys = items.filter((item) => item.kind === 'key').map((item) => item.name)
  const heads = await readHeads(context.store, bucket, keys)
  const prefixes = items.filter((item) => item.kind === 'prefix').map((item) => item.name)

  return {
    status: 200,
    body: document(
      'ListBucketResult',
      text('Name', bucket),
      text('Prefix', spell(prefix)),
      ...(delimiter === '' ? [] : [text('Delimiter', spell(delimiter))]),
      ...(startAfter === undefined ? [] : [text('StartAfter', spell(startAfter))]),
      ...(token === undefined ? [] : [text('ContinuationToken', token)]),
      ...('encoding-type' in query ? [text('EncodingType', 'url')] : []),
      text('MaxKeys', pageSize),
      text('KeyCount', heads.length + prefixes.length),
      text('IsTruncated', last !== undefined),
      ...(last === undefined ? [] : [text('NextContinuationToken', writeToken(last.after))]),
      ...heads.map((head) => contents(head, spell)),
      ...prefixes.map((name) => element('CommonPrefixes', text('Prefix', spell(name)))),
    ),
  }
}

/** The first `count` keys and shared prefixes behind `after`. */
async function collect(
  store: ObjectStore,
  bucket: string,
  { prefix, delimiter, after }: { prefix: string; delimiter: string; after: ByteString },
  count: number,
): Promise<Item[]> {
  const items: Item[] = []
  const walk = store.keys(bucket, prefix, after)
  for (let step = await walk.next(after); !step.done && items.length < count; ) {
    const item = rollUp(step.value, toByteString(prefix).length, toByteString(delimiter))
    items.push(item)
    step = await walk.next(item.after)
  }
  return items
}

/** A key with the delimiter behind its first `start` bytes stands for all that share what comes before. */
function rollUp(key: ByteString, start: number, delimiter: ByteString): Item {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, start)
  if (at < 0) return { kind: 'key', name: fromByteString(key), after: key }
  const shared = key.slice(0, at + delimiter.length)
  return { kind: 'prefix', name: fromByteString(shared), after: afterAll(shared) }
}

/** An object deleted since its key was seen is left out. */
async function readHeads(store: ObjectStore, bucket: string, keys: readonly string[]): Promise<ObjectHead[]> {
  const heads: ObjectHead[] = []
  for (let at = 0; at < keys.length; at += READS) {
    const read = await Promise.all(keys.slice(at, at + READS).map((key) => store.head(bucket, key)))
    heads.push(...read.filter((head) => head !== undefined))
  }
  return heads
}

function contents(head: ObjectHead, spell: (name: string) => string): string {
  return element(
    'Contents',
    text('Key', spell(head.key)),
    text('LastModified', new Date(head.modified).toISOString()),
    text('ETag', quoteEtag(head.etag)),
    text('Size', head.size),
    text('StorageClass', 'STANDARD'),
  )
}

function readPageSize(value: string | undefined): number {
  if (value !== undefined && !/^\d{1,9}$/.test(value))
    throw new S3Error('InvalidArgument', `max-keys is ${value}.`)
  return Math.min(Number(value ?? PAGE), PAGE)
}

/** How names are written: as they are, or percent-encoded with `/` left. */
function readSpelling(query: Fields): (name: string) => string {
  const type = query['encoding-type']
  if (type !== undefined && type !== 'url') throw new S3Error('InvalidArgument', `encoding-type is ${type}.`)
  return type === undefined ? (name) => name : (name) => encodeUri(name).replaceAll('%2F', '/')
}

const writeToken = (after: ByteString): string => Buffer.from(after, 'latin1').toString('base64url')

function readToken(token: string): ByteString {
  if (!/^[\w-]+$/.test(token)) throw new S3Error('InvalidArgument', 'The continuation token is incorrect.')
  return Buffer.from(token, 'base64url').toString('latin1')
}
