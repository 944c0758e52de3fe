import { Hono } from 'hono'
import { covers, type Grant } from '#shared/access/grant.ts'
import { readJson } from '#shared/api/json-body.ts'
import { PageQuery, readQuery } from '#shared/api/schema.ts'
import { ServicePatch } from '#shared/api/settings-schema.ts'
import { isOpen } from '#shared/finding/finding.ts'
import { newestHeads } from '#shared/history/newest-heads.ts'
import { presentTotals } from '#shared/history/present-totals.ts'
import { choiceAfter } from '#shared/settings/choice.ts'
import { settingsOf } from '#shared/settings/settings.ts'
import type { Running, Service } from '#shared/store/directory.ts'
import type { SnapshotHead } from '#shared/store/snapshot-index.ts'
import { iso, isoOrNull } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import { LEAST_POINTS } from '#shared/verdict/growth/standing.ts'
import type { Learning } from '#shared/verdict/judge/learning.ts'
import { serviceOwners } from '../../finding-owners.ts'
import { pageOf, readCursor } from '../answer/list-page.ts'
import { admitSettings, SETTINGS_BYTES, settingsJson } from '../answer/settings-json.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'
import { admitRevision, changedMeanwhile, etagOf } from '../caller/precondition.ts'
import { knownService } from '../lookup/known-service.ts'

/** `/v1/services` and the processes of one. */
export function serviceRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const { directory, ledger } = deps
  return new Hono<ApiEnv>()
    .get('/', guard('read'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const { tenant, grant } = c.get('caller')
      const services = allowed(directory.services(tenant, readCursor(cursor)), grant)
      const page = await pageOf(services, limit, ({ name }) => name)
      return c.json({ ...page, items: page.items.map(serviceJson) })
    })
    .get('/:service', guard('read'), async (c) => {
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const [{ findings, cursor }, latest, owners] = await Promise.all([
        ledger.read(tenant, service.name),
        newestHeads(deps.snapshots, tenant, service.name, deps.now()),
        serviceOwners(deps, tenant, service.name, service.settings.owner),
      ])
      const open = findings.filter(isOpen)
      const running = runningNow(service.running, presentTotals(latest.values()), deps.now())
      const tiers = Object.fromEntries(
        ['proven', 'probable', 'suspect'].map((tier) => [
          tier,
          open.filter(({ verdict }) => verdict.tier === tier).length,
        ]),
      )
      c.header('etag', etagOf(service.choice.revision))
      return c.json({
        ...serviceJson(service),
        ...settingsJson(service, deps.now()),
        goroutines: running.goroutines,
        reporting: running.processes,
        findings: tiers,
        owners,
        judgedThrough: isoOrNull(cursor?.closedThrough),
      })
    })
    .patch('/:service', guard('admin'), async (c) => {
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const { settings: patch } = readJson(ServicePatch, await readBody(c, SETTINGS_BYTES))
      admitRevision(c, service.choice.revision)
      const choice = choiceAfter(service.choice, patch, deps.now())
      admitSettings(choice.chosen, deps.retentionDays)
      if (!(await directory.choose(tenant, service.name, choice))) throw changedMeanwhile()
      const changed = { ...service, choice, settings: settingsOf(choice.chosen) }
      c.header('etag', etagOf(choice.revision))
      return c.json({ ...serviceJson(changed), ...settingsJson(changed, deps.now()) })
    })
    .get('/:service/quiet', guard('read'), async (c) => {
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const quiet = await ledger.quiet(tenant, service.name)
      return c.json({
        lastJudged: isoOrNull(service.lastJudged),
        watched: service.watched ?? null,
        counts: quiet?.counts ?? {},
        items: quiet?.stacks ?? [],
      })
    })
    .get('/:service/processes', guard('read'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const page = await pageOf(
        directory.processes(tenant, service.name, readCursor(cursor)),
        limit,
        ({ id }) => id,
      )
      const latest = await newestHeads(deps.snapshots, tenant, service.name, deps.now())
      return c.json({
        ...page,
        items: page.items.map((process) => processJson(process, latest.get(process.id))),
      })
    })
}

/** What runs by the newest profiles; those of processes that send less than once per hour the judge knows alone. */
function runningNow(judged: Running | undefined, present: Running, now: number): Running {
  const isHeld = judged?.heldUntil !== undefined && judged.heldUntil >= now
  return isHeld && judged.processes > present.processes ? judged : present
}

/** A list leaves out what the token is not for; one service by name is refused. */
async function* allowed(services: AsyncIterable<Service>, grant: Grant) {
  for await (const service of services) if (covers(grant, service.name)) yield service
}

const serviceJson = ({ name, firstSeen, lastJudged, openFindings, watched, running, learning }: Service) => ({
  name,
  firstSeen: iso(firstSeen),
  lastJudged: isoOrNull(lastJudged),
  openFindings,
  watched: watched ?? null,
  running: running === undefined ? null : { processes: running.processes, goroutines: running.goroutines },
  learning: lastJudged === undefined ? learningJson(NOT_LOOKED_AT) : learning ? learningJson(learning) : null,
})

/** What is known of a service before the judge has looked at it. */
const NOT_LOOKED_AT: Learning = {
  snapshots: 0,
  needed: LEAST_POINTS,
  interval: undefined,
  firstVerdictAt: undefined,
  rising: [],
}

const learningJson = ({ snapshots, needed, interval, firstVerdictAt, rising }: Learning) => ({
  snapshots,
  needed,
  everySeconds: interval === undefined ? null : Math.round(interval / 1000),
  firstVerdictAt: isoOrNull(firstVerdictAt),
  rising,
})

const processJson = (process: Process, latest: SnapshotHead | undefined) => ({
  id: process.id,
  instance: process.instance,
  startedAt: isoOrNull(process.startedAt),
  version: process.version ?? null,
  buildId: process.buildId ?? null,
  labels: process.labels,
  firstSeen: iso(process.firstSeen),
  lastSeen: iso(Math.max(process.lastSeen, latest?.at ?? 0)),
  goroutines: latest?.total ?? null,
})
