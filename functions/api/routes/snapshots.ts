import { Hono } from 'hono'
import { ProfilesQuery, readQuery } from '#shared/api/schema.ts'
import { factsOf } from '#shared/ingest/profile-object.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import type { SnapshotRange } from '#shared/store/snapshot-index.ts'
import {
  hourOfPlace,
  type IndexedSnapshot,
  isPlace,
  type Place,
  placeOf,
} from '#shared/store/snapshot-row.ts'
import { DAY, HOUR, iso } from '#shared/time.ts'
import { processId } from '#shared/trend/process.ts'
import { knownProfile, readStored } from '../../stored-profile.ts'
import { pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { knownService } from '../lookup/known-service.ts'

/** A row lives this long after its profile was received (docs/storage.md). */
const ROW_LIFE = 3 * DAY

/** `/v1/services/{s}/profiles`: what was uploaded. The list is of the last three days, one profile of all days kept. */
export function snapshotRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/:service/profiles', guard('read'), async (c) => {
      const { limit, cursor, from, to, process } = readQuery(ProfilesQuery, c.req.query())
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const after = readCursor(cursor, isPlace)
      const range = rowsIn(deps, from, to, after)
      const snapshots = range === undefined ? [] : deps.snapshots.range(tenant, service.name, range)
      const page = await pageOf(ofProcess(snapshots, process), limit, placeOf)
      return c.json({ ...page, items: page.items.map(snapshotJson) })
    })
    .get('/:service/profiles/:id', guard('read'), async (c) => {
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const id = c.req.param('id')
      const stored = await knownProfile(deps, tenant, service.name, id)
      return c.json(await profileJson(deps, id, stored))
    })
}

/** The part of a range in which rows can stand, undefined where there is none: each of its days is a query. */
function rowsIn(
  { now, admission }: ApiDeps,
  from: number | undefined,
  to: number | undefined,
  after: Place | undefined,
): SnapshotRange | undefined {
  const end = Math.ceil(Math.min(to ?? Number.POSITIVE_INFINITY, now() + HOUR) / 1000) * 1000
  const oldest = now() - admission.behind - ROW_LIFE
  const begin = Math.max(from ?? end - DAY, oldest, after === undefined ? oldest : hourOfPlace(after))
  return begin < end ? { from: begin, to: end, ...(after === undefined ? {} : { after }) } : undefined
}

type Some<Item> = AsyncIterable<Item> | Iterable<Item>

async function* ofProcess(snapshots: Some<IndexedSnapshot>, process: string | undefined) {
  for await (const snapshot of snapshots)
    if (process === undefined || snapshot.process === process) yield snapshot
}

const snapshotJson = ({
  id,
  process,
  type,
  debug,
  at,
  total,
  partial,
  sightings,
  source,
}: IndexedSnapshot) => ({
  id,
  process,
  type,
  debug,
  at: iso(at),
  goroutines: total,
  signatures: sightings.length,
  partial,
  source,
})

async function profileJson({ readLimits }: ApiDeps, id: string, stored: StoredProfile) {
  const { process, labels, type, at, receivedAt, sha256, source } = factsOf(stored.metadata)
  const { debug, total, groups, problems } = await readStored(stored, readLimits)
  return {
    id,
    process: processId(process),
    type,
    debug,
    at: iso(at),
    receivedAt: iso(receivedAt),
    goroutines: total,
    stacks: groups.length,
    problems,
    sha256,
    source,
    labels,
    bytes: stored.body.byteLength,
  }
}
