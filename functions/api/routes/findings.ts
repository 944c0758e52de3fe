import { Hono } from 'hono'
import { covers, type Grant } from '#shared/access/grant.ts'
import { FindingChange } from '#shared/api/finding-change-schema.ts'
import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { FindingsQuery, FixQuery, readQuery } from '#shared/api/schema.ts'
import { changeFinding } from '#shared/finding/change.ts'
import { type Finding, isOpen } from '#shared/finding/finding.ts'
import { isName } from '#shared/ingest/admission.ts'
import { severity } from '#shared/verdict/judge/severity.ts'
import { findingOwners } from '../../finding-owners.ts'
import { findingJson, findingName, findingSummary, parseFindingName } from '../answer/finding-json.ts'
import { lostCursor, pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Caller, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'
import { admitRevision, changedMeanwhile, etagOf } from '../caller/precondition.ts'
import { evidenceOf } from '../lookup/finding-evidence.ts'
import { fixOf } from '../lookup/finding-fix.ts'
import { issueTextOf } from '../lookup/finding-issue.ts'
import { processesOf } from '../lookup/finding-processes.ts'
import { toldStory } from '../lookup/finding-story.ts'

/** Bytes of a change: a comment of 1,000 characters, escaped. */
const BODY_LIMIT = 16_384

/** `/v1/findings`: the inbox, the most severe first. */
export function findingRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const { ledger, directory, admission, now } = deps
  return new Hono<ApiEnv>()
    .get('/', guard('read'), async (c) => {
      const { limit, cursor, service, state, tier } = readQuery(FindingsQuery, c.req.query())
      const { tenant, grant, mayTouch } = c.get('caller')
      if (service !== undefined) mayTouch(service)
      // A list leaves out what the token is not for; one finding by name is refused.
      const isWanted = (finding: Finding): boolean =>
        (state === undefined || finding.state === state) &&
        (tier === undefined || finding.verdict.tier === tier)
      const found =
        service === undefined
          ? state !== undefined && !isOpen({ state })
            ? ledger.closedFindings(tenant)
            : ledger.openFindings(tenant)
          : bySeverity(isName(service, admission) ? (await ledger.read(tenant, service)).findings : [])
      const page = await pageOf(
        wantedAfter(readCursor(cursor), allowed(found, grant), isWanted),
        limit,
        findingName,
      )
      const services = page.items.map((finding) => finding.service)
      const ownersOf = await findingOwners(deps, tenant, services)
      const items = page.items.map((finding) => findingSummary(finding, now(), ownersOf(finding)))
      return c.json({ ...page, items })
    })
    .get('/:id', guard('read'), async (c) => {
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      c.header('etag', etagOf(finding.version))
      return c.json(await answerOf(c.get('caller'), finding))
    })
    .get('/:id/evidence', guard('read'), async (c) => {
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      return c.json(await evidenceOf(deps, c.get('caller').tenant, finding))
    })
    .get('/:id/processes', guard('read'), async (c) => {
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      return c.json(await processesOf(deps, c.get('caller').tenant, finding))
    })
    .get('/:id/story', guard('read'), async (c) => {
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      return c.json(await toldStory(deps, c.get('caller').tenant, finding))
    })
    .get('/:id/issue', guard('read'), async (c) => {
      const { tenant } = c.get('caller')
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      return c.json(await issueTextOf(deps, tenant, finding, new URL(c.req.url).origin))
    })
    .get('/:id/fix', guard('read'), async (c) => {
      const { version } = readQuery(FixQuery, c.req.query())
      const { tenant } = c.get('caller')
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      return c.json(await fixOf(deps, tenant, finding, version))
    })
    .patch('/:id', guard('admin'), async (c) => {
      const { tenant, name } = c.get('caller')
      const finding = await knownFinding(deps, c.get('caller'), c.req.param('id'))
      const change = readJson(FindingChange, await readBody(c, BODY_LIMIT))
      admitRevision(c, finding.version)
      const changed = changeFinding(finding, change, name, now())
      if ('impossible' in changed) throw new Rejection('bad-parameter', changed.impossible)
      if (changed !== finding) {
        if (!(await ledger.putFinding(tenant, changed))) throw changedMeanwhile()
        if (isOpen(changed) !== isOpen(finding)) await countOpen(tenant, finding.service)
      }
      c.header('etag', etagOf(changed.version))
      return c.json(await answerOf(c.get('caller'), changed))
    })

  async function answerOf({ tenant }: Caller, finding: Finding) {
    const ownersOf = await findingOwners(deps, tenant, [finding.service])
    return findingJson(finding, now(), ownersOf(finding))
  }

  /** The count of the service is what the next judge says anyway; nothing but a badge waits for it. */
  async function countOpen(tenant: string, service: string): Promise<void> {
    const { findings } = await ledger.read(tenant, service)
    await directory.setOpenFindings(tenant, service, findings.filter(isOpen).length)
  }
}

/** @throws Rejection `unknown-finding`, or `forbidden` where the token is for other services */
async function knownFinding(
  { ledger, admission }: Pick<ApiDeps, 'ledger' | 'admission'>,
  { tenant, mayTouch }: Caller,
  written: string,
): Promise<Finding> {
  const name = parseFindingName(written)
  if (name !== undefined) mayTouch(name.service)
  const finding =
    name !== undefined && isName(name.service, admission)
      ? await ledger.finding(tenant, name.service, name.id)
      : undefined
  if (finding === undefined) {
    throw new Rejection('unknown-finding', 'There is no such finding; GET /v1/findings lists them.', {
      actual: written.slice(0, 200),
    })
  }
  return finding
}

const bySeverity = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => severity(b.verdict) - severity(a.verdict))

/** What a token is not for is as if it were not there, for a cursor too. */
async function* allowed(findings: AsyncIterable<Finding> | Iterable<Finding>, grant: Grant) {
  for await (const finding of findings) if (covers(grant, finding.service)) yield finding
}

/** Wanted findings behind the named one. */
async function* wantedAfter(
  name: string | undefined,
  findings: AsyncIterable<Finding>,
  isWanted: (finding: Finding) => boolean,
) {
  let passed = name === undefined
  for await (const finding of findings) {
    if (passed && isWanted(finding)) yield finding
    passed ||= findingName(finding) === name
  }
  if (!passed) throw lostCursor()
}
