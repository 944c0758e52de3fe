import { Hono } from 'hono'
import { labelsOf } from '#shared/api/query-labels.ts'
import { PushQuery, readQuery } from '#shared/api/schema.ts'
import { nextCollection } from '#shared/ingest/collection.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { iso } from '#shared/time.ts'
import { trimmedJson } from '../answer/ignored.ts'
import { receiptLinks } from '../answer/receipt-links.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /v1/profiles`: a raw dump as the body, who it is of in the query. */
export function profileRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('push'), async (c) => {
    const query = c.req.query()
    const { service, instance, start, version, at, type } = readQuery(PushQuery, query)
    const { tenant, mayTouch } = c.get('caller')
    mayTouch(service)
    const process = { instance, startedAt: start, session: undefined, version, buildId: undefined }
    const body = await readBody(c, deps.bodyLimit)
    const now = deps.now()
    const push = { tenant, service, process, labels: labelsOf(query), at, type, source: 'push', body }
    const { indexed, at: taken, trimmedLabels, atRest, ...receipt } = await ingestProfile(deps, push, now)
    const next = await nextCollection(deps, { tenant, service, ...receipt, atRest }, now)
    const links = receiptLinks(service, receipt.id)
    const queued = indexed ? {} : { index: 'queued' }
    return c.json({ ...receipt, ...trimmedJson(trimmedLabels), at: iso(taken), ...queued, links, next }, 201)
  })
}
