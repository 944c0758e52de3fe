import type { Context } from 'hono'
import { Hono } from 'hono'
import { DiffQuery, ExportQuery, FlameQuery, MergeQuery, readQuery } from '#shared/api/schema.ts'
import { factsOf } from '#shared/ingest/profile-object.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import { knownProfile } from '../../stored-profile.ts'
import { answerAs, answerDifference, answerOriginal, FORMS, type Form, isStoredAs } from '../answer/export.ts'
import { pprofProblemOf } from '../answer/pprof-error.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { gatherStacks } from '../lookup/gather-stacks.ts'
import { knownService } from '../lookup/known-service.ts'
import { liveProfiles } from '../lookup/live-profiles.ts'

/** `/v1/services/{s}/profiles/{id}.…`, `merge.…`, `diff.pb.gz`, `flame.json`: stacks for the tools of others. */
export function pprofRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  for (const form of FORMS) {
    const ending = form.replaceAll('.', '\\.')
    routes.get(`/:service/profiles/:id{[^/]+\\.${ending}}`, guard('read'), (c) => one(deps, c, form))
  }
  return routes
    .get('/:service/merge.pb.gz', guard('read'), (c) => merge(deps, c, 'pb.gz'))
    .get('/:service/merge.folded', guard('read'), (c) => merge(deps, c, 'folded'))
    .get('/:service/diff.pb.gz', guard('read'), async (c) => {
      const { base, target, process, trim } = readQuery(DiffQuery, c.req.query())
      const { service, profilesOf } = await moments(deps, c, process)
      const sides = { base: await profilesOf(base), target: await profilesOf(target ?? deps.now()) }
      return answerAs('pb.gz', c, service, 'diff', await gatherStacks(sides, trim, deps.readLimits))
    })
    .get('/:service/flame.json', guard('read'), async (c) => {
      const { at, base, target, process, baseProcess, by, trim } = readQuery(FlameQuery, c.req.query())
      const { service, profilesOf } = await moments(deps, c, process)
      const shown = await profilesOf(target ?? at ?? deps.now())
      if (base === undefined) {
        const gathered = await gatherStacks({ target: shown }, trim, deps.readLimits, { by })
        return answerAs('json', c, service, 'flame', gathered)
      }
      const sides = { base: await profilesOf(base, baseProcess), target: shown }
      return answerDifference(c, service, await gatherStacks(sides, trim, deps.readLimits, { by }))
    })
    .onError(pprofProblemOf)
}

async function one(deps: ApiDeps, c: Context<ApiEnv>, form: Form): Promise<Response> {
  const { trim } = readQuery(ExportQuery, c.req.query())
  const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service') ?? '')
  const id = (c.req.param('id') ?? '').slice(0, -form.length - 1)
  const stored = await knownProfile(deps, tenant, service.name, id)
  // What is stored under an id never changes.
  c.header('etag', `W/"${factsOf(stored.metadata).sha256}.${form}${trim === undefined ? '' : `.${trim}`}"`)
  if (trim === undefined && isStoredAs(form, stored)) {
    c.header('cache-control', 'private, max-age=86400, immutable')
    return answerOriginal(form, c, service.name, id, stored, deps.readLimits.inflatedBytes)
  }
  const gathered = await gatherStacks({ target: [stored] }, trim, deps.readLimits)
  return answerAs(form, c, service.name, id, gathered)
}

async function merge(deps: ApiDeps, c: Context<ApiEnv>, form: Form): Promise<Response> {
  const { at, process, trim } = readQuery(MergeQuery, c.req.query())
  const { service, profilesOf } = await moments(deps, c, process)
  const sides = { target: await profilesOf(at ?? deps.now()) }
  return answerAs(form, c, service, 'merge', await gatherStacks(sides, trim, deps.readLimits))
}

type Profiles = AsyncIterable<StoredProfile> | Iterable<StoredProfile>

/** How a moment becomes profiles: the id of one is that one, a time all processes that ran then. */
async function moments(deps: ApiDeps, c: Context<ApiEnv>, process: string | undefined) {
  const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service') ?? '')
  const { name } = service
  const profilesOf = async (moment: string | number, of = process): Promise<Profiles> =>
    typeof moment === 'string'
      ? [await knownProfile(deps, tenant, name, moment)]
      : liveProfiles(deps, tenant, name, { at: moment, process: of })
  return { service: name, profilesOf }
}
