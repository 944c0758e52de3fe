import { createPlanDeps } from '../deps.ts'
import { readEnv } from '../env.ts'
import { forRequest } from '../request-id.ts'
import { queueTrends } from './plan-trends.ts'

const deps = createPlanDeps(readEnv('plan-trends', process.env), () => Date.now())

export const handler = (_event: unknown, { awsRequestId }: { readonly awsRequestId: string }) =>
  forRequest(awsRequestId, () => queueTrends(deps, Date.now()))
