import { ReadableStream } from 'node:stream/web'
import { createTarDecoder } from 'modern-tar'
import { labelsOf } from '#shared/api/query-labels.ts'
import { Rejection } from '#shared/api/reason.ts'
import { PushQuery, readQuery } from '#shared/api/schema.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import { sha256Of } from './profile-object.ts'
import type { ProfilePush } from './push.ts'

/**
 * The body of `POST /v1/batches`, version 1: a tar, gzipped or not, with a file for each profile. A file is called as the
 * query of `POST /v1/profiles` would be, and holds what its body would hold; folders before the name say nothing.
 *
 * Example name: `service=checkout&instance=web-1&at=2026-11-30T01:00:00Z`
 */
export interface BatchItem {
  /** As the sender calls it. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Of these bytes. */
  readonly sha256: string
  /** Milliseconds since the epoch; undefined: the sender did not say. */
  readonly modifiedAt: number | undefined
}

export const batchItem = (name: string, bytes: Uint8Array, modifiedAt: number | undefined): BatchItem => ({
  name,
  bytes,
  sha256: sha256Of(bytes),
  modifiedAt,
})

/** Files of one batch: ten minutes of 100 processes. */
export const MOST_ITEMS = 1_000
/** Bytes of a name, its labels among them; a longer one fits no URL. */
const MOST_NAME = 8_192
/** Bytes of a header, and of the padding of a file (POSIX.1-2024, pax, "ustar Interchange Format"). */
const BLOCK = 512
/** Heads of a file: its own, and those that carry a long name. */
const MOST_HEADS = 4 * BLOCK + MOST_NAME

/**
 * The files of a batch. A tar that does not end as it should is refused whole: it was cut on its way.
 *
 * @param limit bytes of all files together
 * @throws Rejection `malformed-gzip`, `malformed-archive`, `inflated-too-large`, `body-too-large`, `empty-body`
 */
export async function readBatch(body: Uint8Array, limit: number): Promise<BatchItem[]> {
  const inflated = await inflate(body, limit + MOST_ITEMS * MOST_HEADS)
  if (inflated.answer === 'broken') {
    const { reason, detail, ...passed } = inflated.broken
    if (reason !== 'inflated-too-large') throw new Rejection(reason, detail, passed)
    throw tooLarge(limit)
  }
  const tar = inflated.bytes
  if (!endsAsTar(tar)) throw malformed('it has no end')
  const items: BatchItem[] = []
  let [entries, bytes] = [0, 0]
  try {
    const packed = ReadableStream.from([tar]).pipeThrough(createTarDecoder({ strict: true }))
    for await (const { header, body: content } of packed) {
      if (++entries > MOST_ITEMS) throw tooMany()
      const isFile = header.type === 'file' || header.type === undefined
      if (!isFile) {
        await content.cancel()
        continue
      }
      bytes += header.size
      if (bytes > limit) throw tooLarge(limit)
      const file = await bytesOf(content)
      if (file.length !== header.size)
        throw malformed(`it ends after ${file.length} of ${header.size} bytes of a file`)
      items.push(batchItem(header.name, file, header.mtime?.getTime() || undefined))
    }
  } catch (error) {
    if (error instanceof Rejection) throw error
    throw malformed((error as Error).message.slice(0, 200))
  }
  if (items.length === 0)
    throw new Rejection('empty-body', 'The archive has no file: add one for each profile.')
  return items
}

async function bytesOf(content: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Two blocks of zeros (POSIX.1-2024, pax); whatever a sender pads it with beyond them is zero too. */
const endsAsTar = (tar: Uint8Array): boolean =>
  tar.length % BLOCK === 0 && tar.length >= 2 * BLOCK && tar.subarray(-2 * BLOCK).every((byte) => byte === 0)

/** A profile as an item of a batch says it. */
export type BatchedPush = Omit<ProfilePush, 'tenant' | 'source'>

/**
 * Who an item is of, from its name.
 *
 * @throws Rejection as `POST /v1/profiles` would for such a query
 */
export function pushOf({ name, bytes, modifiedAt }: Omit<BatchItem, 'sha256'>): BatchedPush {
  const query = Object.fromEntries(new URLSearchParams(name.slice(name.lastIndexOf('/') + 1)))
  if (Buffer.byteLength(name) > MOST_NAME) {
    throw new Rejection('bad-parameter', `The name has more than ${MOST_NAME} bytes; leave labels out.`, {
      limit: MOST_NAME,
      actual: Buffer.byteLength(name),
    })
  }
  const { service, instance, start, version, at, type } = readQuery(PushQuery, query)
  return {
    service,
    process: { instance, startedAt: start, session: undefined, version, buildId: undefined },
    labels: labelsOf(query),
    at,
    ...(modifiedAt === undefined ? {} : { announcedAt: modifiedAt }),
    type,
    body: bytes,
  }
}

const malformed = (why: string): Rejection =>
  new Rejection(
    'malformed-archive',
    `The body is no whole tar: ${why}. Nothing was stored: send it again, such as with tar -cz.`,
  )

const tooLarge = (limit: number): Rejection =>
  new Rejection(
    'inflated-too-large',
    `The files of the batch have more than ${limit} bytes together, which is the limit: send them in several batches.`,
    { limit },
  )

const tooMany = (): Rejection =>
  new Rejection(
    'body-too-large',
    `The batch has more than ${MOST_ITEMS} files, which is the limit: send them in several batches.`,
    { limit: MOST_ITEMS, actual: MOST_ITEMS + 1 },
  )
