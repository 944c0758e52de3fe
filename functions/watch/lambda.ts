import { readEnv } from '../env.ts'
import { logDone } from '../log.ts'
import { emfEmitter } from '../meter.emf.ts'
import { forRequest } from '../request-id.ts'
import { storedIn } from './stored-counts.cloudwatch.ts'
import { watchStored } from './watch.ts'

const env = readEnv('watch', process.env)
const emit = emfEmitter(process.env.AWS_LAMBDA_FUNCTION_NAME)
const deps = {
  storedIn: storedIn(env.TAKERS.split(',')),
  tell: (percent: number) => emit({ StoredAgainstYesterday: percent }),
}

export const handler = (_event: unknown, { awsRequestId }: { readonly awsRequestId: string }) =>
  forRequest(awsRequestId, async () => {
    logDone('stored profiles compared', await watchStored(deps, Date.now()))
  })
