import { createReconcileDeps } from '../deps.ts'
import { readEnv } from '../env.ts'
import { logDone } from '../log.ts'
import { forRequest } from '../request-id.ts'
import { reconcile } from './reconcile.ts'

const deps = createReconcileDeps(readEnv('reconcile', process.env), () => Date.now())

interface Context {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

export const handler = (_event: unknown, context: Context) =>
  forRequest(context.awsRequestId, async () => {
    const done = await reconcile(deps, Date.now(), () => context.getRemainingTimeInMillis())
    logDone('compared profiles with the index', done)
  })
