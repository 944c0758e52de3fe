import { createPlanDeps } from '../deps.aws.ts'
import { readEnv } from '../env.ts'
import { createJudgeQueue } from '../queues.sqs.ts'
import { forRequest } from '../request-id.ts'
import { queueTrends } from './plan-trends.ts'

const env = readEnv('plan-trends', process.env)
const deps = { ...createPlanDeps(env, () => Date.now()), judgeQueue: createJudgeQueue(env) }

export const handler = (_event: unknown, { awsRequestId }: { readonly awsRequestId: string }) =>
  forRequest(awsRequestId, () => queueTrends(deps, Date.now()))
