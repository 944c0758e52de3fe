import { Hono } from 'hono'
import { JudgeQuery, readQuery } from '#shared/api/schema.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import { verdictJson } from '../answer/finding-json.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { knownService } from '../lookup/known-service.ts'

/** `POST /v1/judge?service`: judge now, beside the schedule. */
export function judgeRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('admin'), async (c) => {
    const { service, wait } = readQuery(JudgeQuery, c.req.query())
    const { tenant } = await knownService(deps, c.get('caller'), service)
    if (wait === 'false') {
      await deps.judgeQueue.send([{ tenant, service }])
      return c.json({ service, judging: true }, 202)
    }
    const run = await deps.judge(tenant, service).catch((error: unknown) => {
      if (!(error instanceof OutOfTime)) throw error
    })
    if (run === undefined) {
      await deps.judgeQueue.send([{ tenant, service }])
      return c.json({ service, judging: true }, 202)
    }
    const { judgement, closedHours, changedFindings } = run
    return c.json({
      service,
      closedHours,
      changedFindings,
      verdicts: judgement.verdicts.map((verdict) => verdictJson(service, verdict, deps.now())),
      others: judgement.others,
    })
  })
}
