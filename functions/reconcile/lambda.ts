import { createReconcileDeps } from '../deps.aws.ts'
import { readEnv } from '../env.ts'
import { logDone } from '../log.ts'
import { createIndexQueue } from '../queues.sqs.ts'
import { forRequest } from '../request-id.ts'
import { queueLostUploads } from './lost-uploads.ts'
import { reconcile } from './reconcile.ts'

const env = readEnv('reconcile', process.env)
const deps = { ...createReconcileDeps(env, () => Date.now()), indexQueue: createIndexQueue(env) }

interface Context {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

export const handler = (_event: unknown, context: Context) =>
  forRequest(context.awsRequestId, async () => {
    const lostUploads = await queueLostUploads(deps, Date.now())
    const done = await reconcile(deps, Date.now(), () => context.getRemainingTimeInMillis())
    logDone('compared the bucket with the index', { ...done, lostUploads })
  })
