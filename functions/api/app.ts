import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { Rejection } from '#shared/api/reason.ts'
import type { Deps } from '../deps.ts'
import { type ApiEnv, authenticator } from './auth.ts'
import { problemOf } from './problem.ts'
import { errorRoutes } from './routes/errors.ts'
import { findingRoutes } from './routes/findings.ts'
import { healthRoutes } from './routes/health.ts'
import { type JudgeNow, judgeRoutes } from './routes/judge.ts'
import { profileRoutes } from './routes/profiles.ts'
import { serviceRoutes } from './routes/services.ts'
import { signatureRoutes } from './routes/signatures.ts'
import { snapshotRoutes } from './routes/snapshots.ts'
import { socketRoutes } from './routes/sockets.ts'

/** What the HTTP API is made of. */
export interface ApiDeps extends Deps {
  /** Judges one service now. */
  readonly judge: JudgeNow
  /** Bytes of a request body; 4.5 MB through Lambda (6 MB less base64), what one likes elsewhere. */
  readonly bodyLimit: number
}

export type Guard = ReturnType<typeof authenticator>

/** The whole HTTP API; where it runs is the caller's last line. */
export function createApp(deps: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const guard = authenticator(deps.tokens, deps.now)
  app.use(requestId())
  app.route('/', healthRoutes(deps))
  app.route('/', errorRoutes())
  app.route('/v1/profiles', profileRoutes(deps, guard))
  app.route('/v1/sockets', socketRoutes(deps, guard))
  app.route('/v1/services', serviceRoutes(deps, guard))
  app.route('/v1/services', signatureRoutes(deps, guard))
  app.route('/v1/services', snapshotRoutes(deps, guard))
  app.route('/v1/findings', findingRoutes(deps, guard))
  app.route('/v1/judge', judgeRoutes(deps, guard))
  app.notFound((c) =>
    problemOf(new Rejection('unknown-path', `There is no ${c.req.method} ${c.req.path}.`), c),
  )
  app.onError(problemOf)
  return app
}
