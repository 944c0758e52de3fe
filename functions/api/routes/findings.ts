import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { FindingsQuery, readQuery } from '#shared/api/schema.ts'
import type { Finding } from '#shared/verdict/finding.ts'
import { severity } from '#shared/verdict/severity.ts'
import type { ApiDeps, Guard } from '../app.ts'
import type { ApiEnv } from '../auth.ts'
import { findingJson, findingName, findingSummary, parseFindingName } from '../finding-json.ts'
import { lostCursor, pageOf, readCursor } from '../page.ts'

/** `/v1/findings`: the inbox, the most severe first. */
export function findingRoutes({ ledger }: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/', guard('read'), async (c) => {
      const { limit, cursor, service, state, tier } = readQuery(FindingsQuery, c.req.query())
      const { tenant, mayTouch } = c.get('caller')
      if (service !== undefined) mayTouch(service)
      const isWanted = (finding: Finding): boolean =>
        (state === undefined || finding.state === state) &&
        (tier === undefined || finding.verdict.tier === tier) &&
        mayRead(mayTouch, finding)
      const found =
        service === undefined
          ? ledger.openFindings(tenant)
          : bySeverity((await ledger.read(tenant, service)).findings)
      const page = await pageOf(behind(readCursor(cursor), found, isWanted), limit, findingName)
      return c.json({ ...page, items: page.items.map(findingSummary) })
    })
    .get('/:id', guard('read'), async (c) => {
      const name = parseFindingName(c.req.param('id'))
      const { tenant, mayTouch } = c.get('caller')
      if (name !== undefined) mayTouch(name.service)
      const finding = name === undefined ? undefined : await ledger.finding(tenant, name.service, name.id)
      if (finding === undefined) {
        throw new Rejection('unknown-finding', 'There is no such finding; GET /v1/findings lists them.', {
          actual: c.req.param('id').slice(0, 200),
        })
      }
      return c.json(findingJson(finding))
    })
}

const bySeverity = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => severity(b.verdict) - severity(a.verdict))

/** A list leaves out what the token is not for; one finding by name is refused. */
function mayRead(mayTouch: (service: string) => void, { service }: Finding): boolean {
  try {
    mayTouch(service)
    return true
  } catch {
    return false
  }
}

/** Wanted findings behind the named one. */
async function* behind(
  name: string | undefined,
  findings: AsyncIterable<Finding> | Iterable<Finding>,
  isWanted: (finding: Finding) => boolean,
) {
  let passed = name === undefined
  for await (const finding of findings) {
    if (passed && isWanted(finding)) yield finding
    passed ||= findingName(finding) === name
  }
  if (!passed) throw lostCursor()
}
