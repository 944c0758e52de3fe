import { Hono } from 'hono'
import { JudgeQuery, readQuery } from '#shared/api/schema.ts'
import type { NonFinding, Verdict } from '#shared/verdict/verdict.ts'
import type { ApiDeps, Guard } from '../app.ts'
import type { ApiEnv } from '../auth.ts'
import { verdictJson } from '../finding-json.ts'
import { knownService } from './services.ts'

/** What one run said; `wait: false` starts it and does not stay for the answer. */
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
    const run = deps.judge(tenant, service)
    if (wait === 'false') {
      // Nobody waits for the outcome: the next run on schedule says it again.
      run.catch((error) =>
        console.error(JSON.stringify({ level: 'error', message: 'judge failed', cause: String(error) })),
      )
      return c.json({ service, judging: true }, 202)
    }
    const { judgement, closedHours, changedFindings } = await run
    return c.json({
      service,
      closedHours,
      changedFindings,
      verdicts: judgement.verdicts.map(verdictJson),
      others: judgement.others,
    })
  })
}
