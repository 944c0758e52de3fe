import { Hono } from 'hono'
import { readQuery, SearchQuery } from '#shared/api/schema.ts'
import { findingOwners } from '../../finding-owners.ts'
import { findingSummary } from '../answer/finding-json.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { search } from '../lookup/search.ts'

/** `/v1/search`: which services, open findings and functions have a text in them? */
export function searchRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get('/', guard('read'), async (c) => {
    const { q } = readQuery(SearchQuery, c.req.query())
    const { services, findings, signatures, cut } = await search(deps, c.get('caller'), q)
    const named = findings.map(({ service }) => service)
    const ownersOf = await findingOwners(deps, c.get('caller').tenant, named)
    return c.json({
      services: services.map(({ name, openFindings }) => ({ name, openFindings })),
      findings: findings.map((finding) => findingSummary(finding, deps.now(), ownersOf(finding))),
      signatures: signatures.map(({ service, frame, signature: { id, ownCode, entry } }) => ({
        id,
        service,
        frame,
        ownCode: ownCode ?? null,
        entry: entry ?? null,
      })),
      cut,
    })
  })
}
