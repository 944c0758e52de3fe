import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { bytesOf, ingestSeveral, refuseTogether } from '#shared/ingest/ingest-several.ts'
import { datadogError } from '../answer/datadog-error.ts'
import { ignoredHeaders } from '../answer/ignored.ts'
import { answerErrors } from '../answer/problem.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /profiling/v1/input`: what dd-trace-go sends to an agent. Any 2xx is success to it. */
export function datadogInputRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('push'), async (c) => {
      const body = await readBody(c, deps.bodyLimit)
      const how = { contentType: c.req.header('content-type'), admission: deps.admission }
      const { profiles, others } = await deps.readDatadogInput(body, how)
      c.get('holdRoom')?.(bytesOf(profiles))
      const takenIn = await ingestSeveral(deps, c.get('caller'), profiles, deps.now())
      refuseTogether(takenIn, profiles.length)
      const dropped = others.length + takenIn.others > 0 ? 'not-a-goroutine-profile' : undefined
      return c.json({}, 200, ignoredHeaders(dropped, takenIn.trimmedLabels))
    })
    .all('/', ({ req }) => {
      throw new Rejection('method-not-allowed', `There is no ${req.method} ${req.path}; send POST.`)
    })
    .onError(answerErrors(datadogError))
}
