import { Hono } from 'hono'
import { readQuery, TotalQuery } from '#shared/api/schema.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { gapsIn, restartsOf, totalOf, versionsOf } from '#shared/history/service-total.ts'
import { HOUR, iso } from '#shared/time.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { knownService } from '../lookup/known-service.ts'

/** Versions, restarts and gaps of one answer, the newest of each. */
const MOST_LISTED = 100

/** `/v1/services/{s}/total`: all goroutines of a service over time, with its releases, restarts and gaps. */
export function serviceTotalRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get('/:service/total', guard('read'), async (c) => {
    const { from, to, step } = readQuery(TotalQuery, c.req.query())
    const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
    const now = deps.now()
    const { lives } = await readLives(deps, tenant, service.name, { from, to: to ?? now + HOUR, now })
    const points = totalOf(lives, step * 1000)
    const restarts = restartsOf(lives)
    const gaps = gapsIn(lives, step * 1000)
    return c.json({
      stepSeconds: step,
      points: points.map(({ at, ...sums }) => ({ at: iso(at), ...sums })),
      versions: versionsOf(lives)
        .slice(0, MOST_LISTED)
        .map(({ version, firstSeen, lastSeen, processes }) => ({
          version: version ?? null,
          firstSeen: iso(firstSeen),
          lastSeen: iso(lastSeen),
          processes,
        })),
      restarts: {
        count: restarts.length,
        newest: restarts
          .slice(0, MOST_LISTED)
          .map(({ at, instance, version }) => ({ at: iso(at), instance, version: version ?? null })),
      },
      gaps: {
        count: gaps.length,
        newest: gaps.slice(0, MOST_LISTED).map((gap) => ({ from: iso(gap.from), to: iso(gap.to) })),
      },
    })
  })
}
