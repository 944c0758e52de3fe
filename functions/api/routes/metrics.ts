import { Hono } from 'hono'
import { covers } from '#shared/access/grant.ts'
import { Rejection } from '#shared/api/reason.ts'
import { findingOwners } from '../../finding-owners.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'

/** Services and findings of one answer: more than a Prometheus wants to read every minute. */
const MOST = 10_000

/** `GET /metrics`: a tenant's figures for Prometheus and Grafana. */
export function metricsRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const { directory, ledger, meter, now } = deps
  return new Hono<ApiEnv>().get('/', guard('read'), async (c) => {
    const { tenant, grant } = c.get('caller')
    const [services, findings] = await Promise.all([
      collect(directory.services(tenant), ({ name }) => covers(grant, name)),
      collect(ledger.openFindings(tenant), ({ service }) => covers(grant, service)),
    ])
    const { contentTypeFor, exposition } = await import('../answer/exposition.ts')
    const type = contentTypeFor(c.req.header('accept'))
    // Counts are not kept by service: they would tell of those that the token is not for.
    const counts = grant.servicePrefix === undefined ? meter.counts(tenant) : undefined
    const ownersOf = await findingOwners(
      deps,
      tenant,
      findings.map(({ service }) => service),
    )
    const figures = { services, findings, ownersOf, counts, now: now() }
    return c.body(await exposition(figures, type), 200, { 'content-type': type })
  })
}

/** @throws Rejection where there are more than an answer may hold */
async function collect<Item>(items: AsyncIterable<Item>, isWanted: (item: Item) => boolean): Promise<Item[]> {
  const taken: Item[] = []
  for await (const item of items) {
    if (!isWanted(item)) continue
    if (taken.length === MOST) {
      throw new Rejection(
        'bad-parameter',
        `There are more than ${MOST} services or findings; ask with tokens for a prefix of the services.`,
        { limit: MOST, actual: `more than ${MOST}` },
      )
    }
    taken.push(item)
  }
  return taken
}
