import { createDeps } from '../deps.aws.ts'
import { readEnv, webhookReach } from '../env.ts'
import { logDone } from '../log.ts'
import { forRequest } from '../request-id.ts'
import { createTelling } from '../telling.sns.ts'
import { reportYesterday } from './report.ts'

const env = readEnv('report', process.env)
const now = () => Date.now()
const deps = createDeps(env, { ...createTelling(env, webhookReach(process.env), now), now })

/** What failed is done by the next try of the schedule, and only that. */
export const handler = (_event: unknown, { awsRequestId }: { readonly awsRequestId: string }) =>
  forRequest(awsRequestId, async () => {
    const run = await reportYesterday(deps, now())
    logDone('reports made', run)
    if (run.failures.length > 0) throw new Error(`${run.failures.length} reports or messages failed`)
  })
