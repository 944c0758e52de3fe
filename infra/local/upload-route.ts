import { createHash } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { ApiEnv } from '#functions/api/api-deps.ts'
import { readBody } from '#functions/api/caller/body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { unstored } from '#shared/ingest/unstored.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { parseUploadKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { UploadStore } from '#shared/store/upload-store.ts'
import { isSigned, PUTS, type SignedTarget } from './signed-put.ts'

interface UploadDeps {
  readonly profiles: ProfileStore
  readonly uploads: UploadStore
  readonly indexQueue: IndexQueue
  readonly secret: Uint8Array
  readonly now: () => number
  /** Of all bodies; undefined: any. */
  readonly room?: MiddlewareHandler<ApiEnv>
}

/** `PUT /uploads/<tenant>/<id>`: what S3 does of a presigned URL, and then its event. One URL is good for one body. */
export const uploadRoute = ({ profiles, uploads, indexQueue, secret, now, room }: UploadDeps) =>
  new Hono<ApiEnv>()
    .put(`${PUTS}*`, async (c, next) => {
      requireSigned(c, secret, now())
      // Nobody takes up room without a URL that is signed.
      await (room === undefined ? next() : room(c, next))
    })
    .put(`${PUTS}*`, async (c) => {
      const { key, bytes } = targetOf(c)
      const name = parseUploadKey(key)
      if (name !== undefined && (await uploads.get(name.tenant, name.id))?.outcome !== undefined)
        throw taken()
      const body = await readBody(c, bytes)
      if (body.byteLength !== bytes)
        throw new Rejection(
          'incomplete-body',
          'The connection ended before the whole body came; PUT it again.',
          { limit: bytes, actual: body.byteLength },
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

const targetOf = (c: Context<ApiEnv>): SignedTarget => ({
  key: new URL(c.req.url).pathname.slice(1),
  bytes: Number(c.req.query('bytes')),
  contentType: c.req.header('content-type') ?? '',
})

/** @throws Rejection `forbidden` */
function requireSigned(c: Context<ApiEnv>, secret: Uint8Array, now: number): void {
  const target = targetOf(c)
  const { bytes = '', expires = '', signature = '' } = c.req.query()
  if (
    parseUploadKey(target.key) === undefined ||
    c.req.header('content-length') !== bytes ||
    !isSigned(secret, target, Number(expires), signature, now)
  )
    throw new Rejection(
      'forbidden',
      'The URL is not valid for these bytes at this time: PUT exactly the announced bytes with the announced headers before expiresAt, or announce the upload again.',
    )
}

const taken = (): Rejection =>
  new Rejection('forbidden', 'Something was put here already; announce the upload again.')
