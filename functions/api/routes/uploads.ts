import { Hono } from 'hono'
import { labelsOf } from '#shared/api/query-labels.ts'
import { Rejection } from '#shared/api/reason.ts'
import { readQuery, UploadQuery } from '#shared/api/schema.ts'
import { announceUpload } from '#shared/ingest/upload.ts'
import { isUploadId, objectKey } from '#shared/store/keys.ts'
import type { Upload } from '#shared/store/upload-store.ts'
import { iso } from '#shared/time.ts'
import { trimmedJson } from '../answer/ignored.ts'
import { receiptLinks } from '../answer/receipt-links.ts'
import type { ApiEnv, Caller, Guard, PushDeps } from '../api-deps.ts'

/** `/v1/uploads`: large dumps go into the bucket by a URL that is good for one PUT of one size and type. */
export function uploadRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('push'), async (c) => {
      const query = c.req.query()
      const { service, instance, start, version, at, type, bytes, contentType } = readQuery(
        UploadQuery,
        query,
      )
      const { tenant, mayTouch } = c.get('caller')
      mayTouch(service)
      const process = { instance, startedAt: start, session: undefined, version, buildId: undefined }
      const id = crypto.randomUUID()
      const labels = labelsOf(query)
      const announcement = { tenant, id, service, process, labels, at, type, bytes, contentType }
      const put = await announceUpload(deps, announcement, deps.now())
      const { headers, urlExpiresAt, trimmedLabels } = put
      // A store of this process signs a path of the API itself.
      const url = new URL(put.url, c.req.url).href
      const expiresAt = iso(urlExpiresAt)
      const trimmed = trimmedJson(trimmedLabels)
      return c.json({ id, url, method: 'PUT', headers, expiresAt, ...trimmed, links: linksOf(id) }, 201)
    })
    .get('/:id', guard('push', 'read'), async (c) => {
      const { upload, isThere } = await knownUpload(deps, c.get('caller'), c.req.param('id'))
      const { id, service, bytes, announcedAt, urlExpiresAt, outcome } = upload
      return c.json({
        id,
        service,
        state: outcome?.state ?? (isThere ? 'queued' : 'waiting'),
        bytes,
        announcedAt: iso(announcedAt),
        expiresAt: iso(urlExpiresAt),
        ...outcomeJson(upload),
        links: linksOf(id),
      })
    })
}

/** The object is looked for first: one that is taken in between has its outcome then. */
async function knownUpload({ profiles, uploads }: PushDeps, { tenant, mayTouch }: Caller, id: string) {
  const isThere = isUploadId(id) && (await profiles.size(objectKey.upload(tenant, id))) !== undefined
  const upload = isUploadId(id) ? await uploads.get(tenant, id) : undefined
  if (upload === undefined) {
    throw new Rejection(
      'unknown-upload',
      'There is no such upload; what became of one is kept for two days.',
      {
        actual: id.slice(0, 200),
      },
    )
  }
  mayTouch(upload.service)
  return { upload, isThere }
}

function outcomeJson({ service, outcome }: Upload) {
  if (outcome === undefined) return {}
  if (outcome.state === 'refused') return { refusal: outcome.refusal }
  const { trimmedLabels = [], ...receipt } = outcome.receipt
  const links = receiptLinks(service, receipt.id)
  return { receipt: { ...receipt, ...trimmedJson(trimmedLabels), at: iso(receipt.at), links } }
}

const linksOf = (id: string) => ({ self: `/v1/uploads/${id}` })
