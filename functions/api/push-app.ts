import type { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import type { PushMount } from '../push-paths.ts'
import { problemOf } from './answer/problem.ts'
import type { ApiEnv, Guard, PushDeps } from './api-deps.ts'
import { type Frame, frame } from './frame.ts'
import { batchRoutes } from './routes/batches.ts'
import { connectPushRoutes } from './routes/connect-push.ts'
import { datadogInputRoutes } from './routes/datadog-input.ts'
import { otlpProfileRoutes } from './routes/otlp-profiles.ts'
import { pprofPushRoutes } from './routes/pprof-push.ts'
import { profileRoutes } from './routes/profiles.ts'
import { pyroscopeIngestRoutes } from './routes/pyroscope-ingest.ts'
import { socketRoutes } from './routes/sockets.ts'
import { uploadRoutes } from './routes/uploads.ts'

const ROUTES: Readonly<Record<PushMount, (deps: PushDeps, guard: Guard) => Hono<ApiEnv>>> = {
  '/v1/profiles': profileRoutes,
  '/v1/batches': batchRoutes,
  '/v1/sockets': socketRoutes,
  '/v1/uploads': uploadRoutes,
  '/ingest': pyroscopeIngestRoutes,
  '/pyroscope/ingest': pyroscopeIngestRoutes,
  '/v1development/profiles': otlpProfileRoutes,
  '/v1/pprof': pprofPushRoutes,
  '/profiling/v1/input': datadogInputRoutes,
  '/push.v1.PusherService': connectPushRoutes,
}

/** Adds the routes by which profiles come in. */
export function addPushRoutes({ app, guard }: Frame, deps: PushDeps): void {
  for (const [mount, routes] of Object.entries(ROUTES)) app.route(mount, routes(deps, guard))
}

/** The part of the API that takes profiles in and does nothing else. */
export function createPushApp(deps: PushDeps): Hono<ApiEnv> {
  const framed = frame(deps)
  addPushRoutes(framed, deps)
  framed.app.notFound((c) =>
    problemOf(new Rejection('unknown-path', `There is no ${c.req.method} ${c.req.path}.`), c),
  )
  return framed.app
}
