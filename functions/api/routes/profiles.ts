import { Hono } from 'hono'
import { PushQuery, readQuery } from '#shared/api/schema.ts'
import { nextCollection } from '#shared/ingest/collection.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import type { ApiDeps, Guard } from '../app.ts'
import type { ApiEnv } from '../auth.ts'
import { readBody } from '../body.ts'
import { iso } from '../time.ts'

const LABEL = 'label.'

/** `POST /v1/profiles`: a raw dump as the body, who it is of in the query. */
export function profileRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('push'), async (c) => {
    const query = c.req.query()
    const { service, instance, start, version, at, type } = readQuery(PushQuery, query)
    const { tenant, mayTouch } = c.get('caller')
    mayTouch(service)
    const process = { instance, startedAt: start, session: undefined, version, buildId: undefined }
    const body = await readBody(c, deps.bodyLimit)
    const now = deps.now()
    const push = { tenant, service, process, labels: labelsOf(query), at, type, source: 'push', body }
    const { indexed, at: taken, ...receipt } = await ingestProfile(deps, push, now)
    const next = await nextCollection(deps, tenant, service, receipt.process, receipt.debug, now)
    const links = receiptLinks(service, receipt.id)
    return c.json({ ...receipt, at: iso(taken), ...(indexed ? {} : { index: 'queued' }), links, next }, 201)
  })
}

export const labelsOf = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      key.startsWith(LABEL) ? [[key.slice(LABEL.length), value]] : [],
    ),
  )

/** Where to go on from a receipt. */
export const receiptLinks = (service: string, id: string) => ({
  profile: `/v1/services/${encodeURIComponent(service)}/profiles/${id}`,
  findings: `/v1/findings?service=${encodeURIComponent(service)}`,
})
