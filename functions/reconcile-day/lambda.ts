import { batch } from '../batch.ts'
import { createReconcileDeps } from '../deps.aws.ts'
import { readEnv } from '../env.ts'
import { createIndexQueue, createReconcileQueue } from '../queues.sqs.ts'
import { handleReconcileMessage } from './handle-message.ts'

const env = readEnv('reconcile-day', process.env)
const deps = {
  ...createReconcileDeps(env, () => Date.now()),
  indexQueue: createIndexQueue(env),
  reconcileQueue: createReconcileQueue(env),
}

export const handler = batch((body, context: { getRemainingTimeInMillis(): number }) =>
  handleReconcileMessage(deps, body, () => context.getRemainingTimeInMillis()),
)
