import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What the adapter uses of S3, in memory and over HTTP, for one client. `npm run test:deploy` runs against an emulator of AWS. */
export interface S3Double {
  /** By IP: the SDK would ask `bucket.localhost` of a name. */
  readonly url: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  close(): Promise<void>
}

interface StoredObject {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

/** Most keys of a page (Amazon S3 API reference, ListObjectsV2). */
const PAGE = 1_000

/** Starts it on any free port, with one bucket. */
export async function startS3(bucket: string): Promise<S3Double> {
  const objects = new Map<string, StoredObject>()
  const server = createServer(async (request, response) => {
    const { status, headers, body = '' } = await answerTo(bucket, objects, request)
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answerTo(
  only: string,
  objects: Map<string, StoredObject>,
  request: IncomingMessage,
): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/s.exec(decodeURIComponent(pathname)) ?? []
  const known = objects.get(key)
  const body = await buffer(request)
  if (bucket !== only) return failure(404, 'NoSuchBucket')
  switch (`${request.method} ${key === '' ? 'bucket' : 'object'}`) {
    case 'GET bucket':
      return list(objects, searchParams)
    case 'POST bucket':
      for (const [, doomed = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(doomed)
      return { status: 200, body: '<DeleteResult></DeleteResult>' }
    case 'PUT object':
      if (request.headers['if-none-match'] === '*' && known !== undefined)
        return failure(412, 'PreconditionFailed')
      objects.set(key, { body, headers: keptHeaders(request, body) })
      return { status: 200 }
    case 'GET object':
      return known === undefined ? failure(404, 'NoSuchKey') : { status: 200, ...known }
    case 'HEAD object':
      return known === undefined
        ? { status: 404 }
        : { status: 200, headers: { ...known.headers, 'content-length': String(known.body.length) } }
    case 'DELETE object':
      objects.delete(key)
      return { status: 204 }
    default:
      return failure(501, 'NotImplemented')
  }
}

function keptHeaders({ headers }: IncomingMessage, body: Buffer): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'),
  )
  return { ...Object.fromEntries(kept), etag: `"${createHash('md5').update(body).digest('hex')}"` }
}

/** ListObjectsV2: keys in the order of their bytes, or what stands before the next delimiter. */
function list(objects: ReadonlyMap<string, StoredObject>, query: URLSearchParams): Answer {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')]
  const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
  const entryOf = (key: string): string => {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length)
    return end < 0 ? key : key.slice(0, end + 1)
  }
  const found = new Set([...objects.keys()].filter((key) => key.startsWith(prefix)).map(entryOf))
  const sorted = [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const rest = sorted.filter((entry) => Buffer.compare(Buffer.from(entry), Buffer.from(after)) > 0)
  const page = rest.slice(0, PAGE)
  const isMore = rest.length > page.length
  const entries = page.map((entry) =>
    delimiter !== null && entry.endsWith(delimiter)
      ? `<CommonPrefixes><Prefix>${escaped(entry)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${escaped(entry)}</Key></Contents>`,
  )
  const next = isMore ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : ''
  const text = `<ListBucketResult><KeyCount>${page.length}</KeyCount><IsTruncated>${isMore}</IsTruncated>${next}${entries.join('')}</ListBucketResult>`
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: text }
}

const failure = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code></Error>`,
})

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)
