import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { unstored } from '#shared/ingest/unstored.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { parseUploadKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { UploadStore } from '#shared/store/upload-store.ts'
import { isSigned, PUTS } from './signed-put.ts'

interface UploadDeps {
  readonly profiles: ProfileStore
  readonly uploads: UploadStore
  readonly indexQueue: IndexQueue
  readonly secret: Uint8Array
  readonly now: () => number
}

/** `PUT /uploads/<tenant>/<id>`: what S3 does of a presigned URL, and then its event. One URL is good for one body. */
export const uploadRoute = ({ profiles, uploads, indexQueue, secret, now }: UploadDeps) =>
  new Hono().put(`${PUTS}*`, async (c) => {
    const key = new URL(c.req.url).pathname.slice(1)
    const name = parseUploadKey(key)
    const { bytes = '', expires = '', signature = '' } = c.req.query()
    const target = { key, bytes: Number(bytes), contentType: c.req.header('content-type') ?? '' }
    if (
      name === undefined ||
      c.req.header('content-length') !== bytes ||
      !isSigned(secret, target, Number(expires), signature, now())
    )
      throw new Rejection(
        'forbidden',
        'The URL is not valid for these bytes at this time: PUT exactly the announced bytes with the announced headers before expiresAt, or announce the upload again.',
      )
    if ((await uploads.get(name.tenant, name.id))?.outcome !== undefined) throw taken()
    const body = new Uint8Array(await c.req.arrayBuffer())
    if (body.byteLength !== target.bytes)
      throw new Rejection(
        'incomplete-body',
        'The connection ended before the whole body came; PUT it again.',
        {
          limit: target.bytes,
          actual: body.byteLength,
        },
      )
    const sha256 = createHash('sha256').update(body).digest('hex')
    const { outcome } = await profiles.put({ key, body, metadata: { sha256 } }).catch((cause: unknown) => {
      throw unstored('upload', cause)
    })
    // An answer says that both are durable: whoever gets none puts it again, and so finishes what a kill cut off.
    await indexQueue.send({ key })
    if (outcome === 'taken') throw taken()
    return c.body(null, 200)
  })

const taken = (): Rejection =>
  new Rejection('forbidden', 'Something was put here already; announce the upload again.')
