import { type Context, Hono } from 'hono'
import { IngestQuery } from '#shared/api/operations-client.ts'
import { Rejection } from '#shared/api/reason.ts'
import { readQuery } from '#shared/api/schema.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'
import { readClientTime } from '#shared/ingest/client-time.ts'
import { formBoundary } from '#shared/ingest/ingest-body.ts'
import { ingestGoroutines } from '#shared/ingest/ingest-goroutines.ts'
import { readSeriesName } from '#shared/ingest/series-name.ts'
import { ignoredHeaders } from '../answer/ignored.ts'
import { answerErrors } from '../answer/problem.ts'
import { pyroscopeError } from '../answer/pyroscope-error.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /ingest`: what pyroscope-go and the other SDKs of Pyroscope send. They take 200 for success and nothing else. */
export function pyroscopeIngestRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('push'), async (c) => {
      const { name, from, until, format } = readQuery(IngestQuery, c.req.query())
      const now = deps.now()
      // A profile that carries no time is of the beginning of the client's period, as in Pyroscope.
      const [announcedAt = now] = [from, until].flatMap((text) => (text ? [readClientTime(text, now)] : []))
      const { application, labels } = readSeriesName(name)
      const facts = readClientLabels(labels, application, deps.admission)
      const { tenant, mayTouch } = c.get('caller')
      mayTouch(facts.service)
      const sent = await readBody(c, deps.bodyLimit)
      const boundary = formBoundary(sent, c.req.header('content-type'), format)
      const body = boundary === undefined ? sent : await deps.readIngestForm(sent, boundary)
      if (body === undefined) return accepted(c)
      const push = {
        ...facts,
        tenant,
        at: undefined,
        announcedAt,
        type: undefined,
        source: 'pyroscope',
        body,
      }
      const receipt = await ingestGoroutines(deps, push, now)
      return receipt === undefined
        ? accepted(c, ignoredHeaders('not-a-goroutine-profile', []))
        : accepted(c, ignoredHeaders(undefined, receipt.trimmedLabels))
    })
    .all('/', ({ req }) => {
      throw new Rejection('method-not-allowed', `There is no ${req.method} ${req.path}; send POST.`)
    })
    .onError(answerErrors(pyroscopeError))
}

const accepted = (c: Context, headers: Record<string, string> = {}): Response => c.body(null, 200, headers)
