import type { Hono } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { Rejection } from '#shared/api/reason.ts'
import { problemOf } from './answer/problem.ts'
import type { ApiDeps, ApiEnv } from './api-deps.ts'
import { type Frame, frame } from './frame.ts'
import { addPushRoutes } from './push-app.ts'
import { analyzeRoutes } from './routes/analyze.ts'
import { documentRoutes } from './routes/document.ts'
import { errorRoutes } from './routes/errors.ts'
import { findingRoutes } from './routes/findings.ts'
import { healthRoutes } from './routes/health.ts'
import { judgeRoutes } from './routes/judge.ts'
import { mcpRoutes } from './routes/mcp.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { ownerRoutes } from './routes/owners.ts'
import { isOpened, pageFileSender, pageRoutes } from './routes/page.ts'
import { pprofRoutes } from './routes/pprof.ts'
import { reindexRoutes } from './routes/reindex.ts'
import { reportRoutes } from './routes/reports.ts'
import { searchRoutes } from './routes/search.ts'
import { serviceTotalRoutes } from './routes/service-total.ts'
import { serviceRoutes } from './routes/services.ts'
import { sessionRoutes } from './routes/session.ts'
import { signatureRoutes } from './routes/signatures.ts'
import { snapshotRoutes } from './routes/snapshots.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { webhookRoutes } from './routes/webhooks.ts'

/** Compressed for who takes them so; their tags become weak ones by it. */
const LARGE_READS = [
  '/openapi.json',
  '/v1/findings',
  '/v1/services/:service/:resource/*',
  '/v1/services/:service/:resource',
]
/** Who has read one of these sends `If-None-Match` and is told in a line that nothing has changed. */
const TAGGED_READS = [...LARGE_READS, '/v1/findings/*']

/** The whole HTTP API; where it runs is the caller's last line. */
export function createApp(deps: ApiDeps): Hono<ApiEnv> {
  const framed = frame(deps)
  addReadRoutes(framed, deps)
  addPushRoutes(framed, deps)
  return framed.app
}

/** All but the routes by which profiles come in. */
export function createReadApp(deps: ApiDeps): Hono<ApiEnv> {
  const framed = frame(deps)
  addReadRoutes(framed, deps)
  return framed.app
}

function addReadRoutes({ app, guard }: Frame, deps: ApiDeps): void {
  for (const path of LARGE_READS) app.use(path, compress())
  for (const path of TAGGED_READS) app.use(path, etag())
  app.route('/', healthRoutes(deps))
  app.route('/', errorRoutes())
  app.route('/', documentRoutes())
  const sendPage = pageFileSender(deps)
  app.route('/', pageRoutes(sendPage))
  app.route('/session', sessionRoutes(deps, guard))
  app.route('/v1/services', serviceRoutes(deps, guard))
  app.route('/v1/services', serviceTotalRoutes(deps, guard))
  app.route('/v1/services', signatureRoutes(deps, guard))
  app.route('/v1/services', pprofRoutes(deps, guard))
  app.route('/v1/services', snapshotRoutes(deps, guard))
  app.route('/v1/findings', findingRoutes(deps, guard))
  app.route('/v1/search', searchRoutes(deps, guard))
  app.route('/v1/analyze', analyzeRoutes(deps, guard))
  app.route('/v1/judge', judgeRoutes(deps, guard))
  app.route('/metrics', metricsRoutes(deps, guard))
  app.route('/v1/reindex', reindexRoutes(deps, guard))
  app.route('/v1/reports', reportRoutes(deps, guard))
  app.route('/v1/owners', ownerRoutes(deps, guard))
  app.route('/v1/webhooks', webhookRoutes(deps, guard))
  app.route('/v1/tokens', tokenRoutes(deps, guard))
  app.route(
    '/mcp',
    mcpRoutes(guard, (request) => app.fetch(request)),
  )
  app.notFound((c) =>
    isOpened(c)
      ? sendPage(c, 'index.html', 'no-cache', 404)
      : problemOf(new Rejection('unknown-path', `There is no ${c.req.method} ${c.req.path}.`), c),
  )
}
