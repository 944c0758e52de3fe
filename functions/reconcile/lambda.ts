import { createReconcileDeps } from '../deps.aws.ts'
import { readEnv } from '../env.ts'
import { logDone } from '../log.ts'
import { createIndexQueue, createReconcileQueue } from '../queues.sqs.ts'
import { forRequest } from '../request-id.ts'
import { queueLostUploads } from './lost-uploads.ts'
import { queueDays } from './plan-days.ts'

const env = readEnv('reconcile', process.env)
const deps = {
  ...createReconcileDeps(env, () => Date.now()),
  indexQueue: createIndexQueue(env),
  reconcileQueue: createReconcileQueue(env),
}

export const handler = (_event: unknown, { awsRequestId }: { readonly awsRequestId: string }) =>
  forRequest(awsRequestId, async () => {
    const lostUploads = await queueLostUploads(deps, Date.now())
    const days = await queueDays(deps, Date.now())
    logDone('queued days to be compared with the index', { days, lostUploads })
  })
