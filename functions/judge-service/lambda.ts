import { randomUUID } from 'node:crypto'
import { batch } from '../batch.ts'
import { createDeps } from '../deps.aws.ts'
import { readEnv, webhookReach } from '../env.ts'
import { metered } from '../meter.emf.ts'
import { createJudgeQueue } from '../queues.sqs.ts'
import { createTelling } from '../telling.sns.ts'
import { handleJudgeMessage } from './handle-message.ts'

const env = readEnv('judge-service', process.env)
const now = () => Date.now()
const telling = createTelling(env, webhookReach(process.env), now)
const stores = createDeps(env, { ...telling, judgeQueue: createJudgeQueue(env), now })
const deps = metered(stores, process.env.AWS_LAMBDA_FUNCTION_NAME)

export const handler = batch((body, context: { getRemainingTimeInMillis(): number }) =>
  handleJudgeMessage(deps, body, randomUUID(), now(), {
    remaining: () => context.getRemainingTimeInMillis(),
    clock: now,
    leavesParts: true,
  }),
)
