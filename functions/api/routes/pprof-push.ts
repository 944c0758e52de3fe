import { Hono } from 'hono'
import { labelsOf } from '#shared/api/query-labels.ts'
import { Rejection } from '#shared/api/reason.ts'
import { PushQuery, readQuery } from '#shared/api/schema.ts'
import { ingestGoroutines } from '#shared/ingest/ingest-goroutines.ts'
import { ignoredHeaders } from '../answer/ignored.ts'
import { plainError } from '../answer/plain-error.ts'
import { answerErrors } from '../answer/problem.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { isEncoded } from '../body/content-encoding.ts'
import { readBody } from '../caller/body.ts'

/**
 * `POST /v1/pprof`: what is pushed to the server mode of the Collector's pprofreceiver, whose success is 204. That receiver
 * does not ask whose profile it is; here the query has to say it.
 */
export function pprofPushRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('push'), async (c) => {
      const query = c.req.query()
      const { service, instance, start, version, at, type } = readQuery(PushQuery, query)
      const { tenant, mayTouch } = c.get('caller')
      mayTouch(service)
      const process = { instance, startedAt: start, session: undefined, version, buildId: undefined }
      const encoded = isEncoded(c.req.header('content-encoding'))
      const sent = await readBody(c, deps.bodyLimit)
      const body = encoded ? await deps.decodeBody(sent, deps.readLimits.inflatedBytes) : sent
      if (encoded) c.get('holdRoom')?.(body.byteLength)
      const push = { tenant, service, process, labels: labelsOf(query), at, type, source: 'pprof', body }
      const receipt = await ingestGoroutines(deps, push, deps.now())
      const ignored = receipt === undefined ? 'not-a-goroutine-profile' : undefined
      return c.body(null, 204, ignoredHeaders(ignored, receipt?.trimmedLabels ?? []))
    })
    .all('/', ({ req }) => {
      throw new Rejection('method-not-allowed', `There is no ${req.method} ${req.path}; send POST.`)
    })
    .onError(answerErrors(plainError))
}
