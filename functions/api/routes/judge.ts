import { Hono } from 'hono'
import { JudgeQuery, readQuery } from '#shared/api/schema.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { NonFinding, Verdict } from '#shared/verdict/verdict.ts'
import type { ApiDeps, Guard } from '../app.ts'
import type { ApiEnv } from '../auth.ts'
import { verdictJson } from '../finding-json.ts'
import { knownService } from './services.ts'

/** Judges while the caller waits. @throws OutOfTime where the queue has to do it */
export type JudgeNow = (tenant: string, service: string) => Promise<JudgeAnswer>

interface JudgeAnswer {
  readonly judgement: { readonly verdicts: readonly Verdict[]; readonly others: readonly NonFinding[] }
  readonly closedHours: number
  readonly changedFindings: number
}

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
      verdicts: judgement.verdicts.map(verdictJson),
      others: judgement.others,
    })
  })
}
