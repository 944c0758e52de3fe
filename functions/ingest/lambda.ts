import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { lazy } from '#shared/lazy.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { PUSH_READERS } from '../api/body/body-readers.ts'
import { BODY_LIMIT } from '../api/body-limit.ts'
import { withGatewayId } from '../api/gateway-id.ts'
import { createPushApp } from '../api/push-app.ts'
import { createIngestDeps } from '../deps.aws.ts'
import { readEnv, requestsPerMinute } from '../env.ts'
import { logDone } from '../log.ts'
import { metered } from '../meter.emf.ts'

const env = readEnv('ingest', process.env)
const queue = lazy(async () => (await import('../queues.sqs.ts')).createIndexQueue(env))
const indexQueue: IndexQueue = { send: async (message) => (await queue()).send(message) }
const stores = createIngestDeps(env, { indexQueue, now: () => Date.now() })

const answer = handle(
  createPushApp({
    ...metered(stores, process.env.AWS_LAMBDA_FUNCTION_NAME),
    ...PUSH_READERS,
    bodyLimit: BODY_LIMIT,
    answerLimit: BODY_LIMIT,
    requestsPerMinute: requestsPerMinute(env),
    heard: (request) => logDone('a request was refused or slow', request),
  }),
)

/** Behind an HTTP API, whose events are of version 2.0. */
type Event = Extract<LambdaEvent, { readonly routeKey: string }>

export const handler = (event: Event, context?: LambdaContext) => answer(withGatewayId(event), context)
