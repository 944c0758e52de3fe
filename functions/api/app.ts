import { Hono } from 'hono'
import { every } from 'hono/combine'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { requestId } from 'hono/request-id'
import { TrieRouter } from 'hono/router/trie-router'
import { Rejection } from '#shared/api/reason.ts'
import { forRequest } from '../request-id.ts'
import { answersWithin } from './answer/answer-limit.ts'
import { pprofProblemOf } from './answer/pprof-error.ts'
import { problemOf } from './answer/problem.ts'
import type { ApiDeps, ApiEnv, Guard } from './api-deps.ts'
import { authenticator } from './caller/auth.ts'
import { bodyRoom } from './caller/body-room.ts'
import { answersFor } from './caller/host.ts'
import { pathOf } from './caller/path-token.ts'
import { analyzeRoutes } from './routes/analyze.ts'
import { connectPushRoutes } from './routes/connect-push.ts'
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
import { profileRoutes } from './routes/profiles.ts'
import { pyroscopeIngestRoutes } from './routes/pyroscope-ingest.ts'
import { reindexRoutes } from './routes/reindex.ts'
import { reportRoutes } from './routes/reports.ts'
import { searchRoutes } from './routes/search.ts'
import { serviceTotalRoutes } from './routes/service-total.ts'
import { serviceRoutes } from './routes/services.ts'
import { sessionRoutes } from './routes/session.ts'
import { signatureRoutes } from './routes/signatures.ts'
import { snapshotRoutes } from './routes/snapshots.ts'
import { socketRoutes } from './routes/sockets.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { uploadRoutes } from './routes/uploads.ts'
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

/**
 * The whole HTTP API; where it runs is the caller's last line.
 *
 * Hono would build its RegExpRouter first, find that it cannot tell these paths apart, and take the TrieRouter.
 */
export function createApp(deps: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ getPath: pathOf, router: new TrieRouter() })
  const authenticated = authenticator(deps)
  const { bodiesLimit } = deps
  const room = bodiesLimit === undefined ? undefined : bodyRoom(bodiesLimit)
  // Nobody takes up room without a token.
  const guard: Guard =
    room === undefined ? authenticated : (...scopes) => every(authenticated(...scopes), room)
  app.use(requestId())
  app.use((c, next) => forRequest(c.get('requestId'), next))
  if (deps.isOwnHost !== undefined) app.use(answersFor(deps.isOwnHost))
  app.use(answersWithin(deps.answerLimit))
  for (const path of LARGE_READS) app.use(path, compress())
  for (const path of TAGGED_READS) app.use(path, etag())
  app.route('/', healthRoutes(deps))
  app.route('/', errorRoutes())
  app.route('/', documentRoutes())
  const sendPage = pageFileSender(deps)
  app.route('/', pageRoutes(sendPage))
  app.route('/session', sessionRoutes(deps, guard))
  app.route('/v1/profiles', profileRoutes(deps, guard))
  app.route('/ingest', pyroscopeIngestRoutes(deps, guard))
  app.route('/pyroscope/ingest', pyroscopeIngestRoutes(deps, guard))
  app.route('/push.v1.PusherService', connectPushRoutes(deps, guard))
  app.route('/v1/sockets', socketRoutes(deps, guard))
  app.route('/v1/uploads', uploadRoutes(deps, guard))
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
  app.onError(pprofProblemOf)
  return app
}
