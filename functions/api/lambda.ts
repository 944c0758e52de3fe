import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { API_BYTES } from '#shared/history/sample-processes.ts'
import { lazy } from '#shared/lazy.ts'
import { type IndexQueue, queueKeys } from '#shared/store/index-queue.ts'
import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import { createDeps } from '../deps.aws.ts'
import { readEnv, requestsPerMinute, webhookReach } from '../env.ts'
import { logDone } from '../log.ts'
import { metered } from '../meter.emf.ts'
import type { JudgeNow } from './api-deps.ts'
import { createReadApp } from './app.ts'
import { BODY_READERS } from './body/body-readers.ts'
import { BODY_LIMIT } from './body-limit.ts'
import { withGatewayId } from './gateway-id.ts'
import { readPage } from './page-folder.ts'
import { tellByQueue } from './tell-by-queue.ts'

/** Milliseconds. API Gateway waits for 29 s (HTTP API quotas). */
const JUDGE_TIME = 27_000

/** Beside this function's bundle; `infra/build.ts` puts them there. */
const PAGE = fileURLToPath(new URL('./page/', import.meta.url))

const env = readEnv('api', process.env)
const queues = lazy(async () => (await import('../queues.sqs.ts')).createQueues(env))
const indexQueue: IndexQueue = {
  send: async (message) => (await queues()).indexQueue.send(message),
  sendAll: async (keys) => queueKeys((await queues()).indexQueue, keys),
}
const judgeQueue: JudgeQueue = { send: async (requests) => (await queues()).judgeQueue.send(requests) }
const stores = createDeps(env, { indexQueue, judgeQueue, now: () => Date.now() })
const deps = metered(stores, process.env.AWS_LAMBDA_FUNCTION_NAME)
const reach = webhookReach(process.env)
const judge: JudgeNow = async (tenant, service) => {
  const { meteredJudge } = await import('../judge-service/metered-judge.ts')
  const end = deps.now() + JUDGE_TIME
  const time = { remaining: () => end - deps.now(), clock: deps.now, leavesParts: true }
  return meteredJudge({ ...deps, sampleBytes: API_BYTES }, tenant, service, randomUUID(), deps.now(), time)
}

const poster = lazy(async () => {
  const { webhookPoster } = await import('#shared/delivery/post-webhook.https.ts')
  return webhookPoster({ reach, now: deps.now })
})

const caller = lazy(async () => {
  const { trackerCaller } = await import('#shared/delivery/tracker/call-tracker.https.ts')
  return trackerCaller({ reach })
})

const answer = handle(
  createReadApp({
    ...deps,
    ...BODY_READERS,
    judge: tellByQueue(judge, deps.judgeQueue),
    bodyLimit: BODY_LIMIT,
    answerLimit: BODY_LIMIT,
    requestsPerMinute: requestsPerMinute(env),
    heard: (request) => logDone('a request was refused or slow', request),
    page: lazy(() => readPage(PAGE)),
    post: async (post) => (await poster())(post),
    call: async (request) => (await caller())(request),
    reach,
  }),
)

/** Behind an HTTP API, whose events are of version 2.0. */
type Event = Extract<LambdaEvent, { readonly routeKey: string }>

export const handler = (event: Event, context?: LambdaContext) => answer(withGatewayId(event), context)
