import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { API_BYTES } from '#shared/history/sample-processes.ts'
import { lazy } from '#shared/trend/lazy.ts'
import { createDeps, createQueues } from '../deps.ts'
import { readEnv, requestsPerMinute, webhookReach } from '../env.ts'
import { metered } from '../meter.emf.ts'
import { createApp } from './app.ts'
import { withGatewayId } from './gateway-id.ts'
import { readPage } from './page-folder.ts'
import type { JudgeNow } from './routes/judge.ts'

/** Bytes. A request to Lambda has 6 MB at most, its body in base64 (Lambda quotas). */
const BODY_LIMIT = 4_500_000

/** Milliseconds. API Gateway waits for 29 s (HTTP API quotas). */
const JUDGE_TIME = 27_000

/** Beside this function's bundle; `infra/build.ts` puts them there. */
const PAGE = fileURLToPath(new URL('./page/', import.meta.url))

const env = readEnv('api', process.env)
const stores = createDeps(env, { ...createQueues(env), now: () => Date.now() })
const deps = metered(stores, process.env.AWS_LAMBDA_FUNCTION_NAME)
const reach = webhookReach(process.env)
const judge: JudgeNow = async (tenant, service) => {
  const { meteredJudge } = await import('../judge-service/metered-judge.ts')
  const end = deps.now() + JUDGE_TIME
  const time = { remaining: () => end - deps.now(), clock: deps.now }
  return meteredJudge({ ...deps, sampleBytes: API_BYTES }, tenant, service, randomUUID(), deps.now(), time)
}

const answer = handle(
  createApp({
    ...deps,
    judge,
    bodyLimit: BODY_LIMIT,
    requestsPerMinute: requestsPerMinute(process.env),
    page: lazy(() => readPage(PAGE)),
    post: webhookPoster({ reach, now: deps.now }),
    reach,
  }),
)

/** Behind an HTTP API, whose events are of version 2.0. */
type Event = Extract<LambdaEvent, { readonly routeKey: string }>

export const handler = (event: Event, context?: LambdaContext) => answer(withGatewayId(event), context)
