import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { ReindexQuery, readQuery } from '#shared/api/schema.ts'
import { admitName } from '#shared/ingest/admission.ts'
import { markedSeries, parseBatchKey } from '#shared/store/batch-key.ts'
import { queueKeys } from '#shared/store/index-queue.ts'
import { INDEXED, objectKey, parseIndexedKey, SEVERAL } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'

/** `POST /v1/reindex?service&day`: has what S3 holds indexed again, a page of profiles, then of socket tables, a call. */
export function reindexRoutes({ profiles, indexQueue, admission }: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('admin'), async (c) => {
    const { service, day, cursor, limit } = readQuery(ReindexQuery, c.req.query())
    const { tenant, mayTouch } = c.get('caller')
    mayTouch(service ?? '')
    if (service !== undefined) admitName('service', service, admission)
    const folders = INDEXED.map((folder) => objectKey.indexedOf(folder, tenant, service))
    if (service !== undefined) folders.push(objectKey.indexedOf('profiles/', tenant, SEVERAL))
    const prefixes =
      day === undefined ? folders : await daysBelow(profiles, folders, service === undefined, day)
    const isKey = (key: string) => isIndexable(key) && prefixes.some((prefix) => key.startsWith(prefix))
    const keys = ofService(service, keysBehind(profiles, prefixes.sort(), readCursor(cursor, isKey)))
    const page = await pageOf(keys, limit, (key) => key).catch((cause) => {
      throw new Rejection('storage-unavailable', 'S3 cannot be listed; send the request again in a moment.', {
        cause,
      })
    })
    await queueKeys(indexQueue, page.items).catch((cause) => {
      const detail = 'Not all of the page is queued; send the request again in a moment.'
      throw new Rejection('index-unavailable', detail, { cause })
    })
    return c.json({ queued: page.items.length, next: page.next }, 202)
  })
}

/** The beginning of the keys of a UTC day. @param isOfTenant below these folders are those of services */
async function daysBelow(
  objects: ProfileStore,
  folders: readonly string[],
  isOfTenant: boolean,
  day: string,
): Promise<string[]> {
  const found: string[] = []
  for (const folder of folders)
    if (!isOfTenant) found.push(folder)
    else for await (const service of objects.folders(folder)) found.push(`${folder}${service}/`)
  return found.map((folder) => `${folder}${day.replaceAll('-', '/')}/`)
}

const isIndexable = (key: string): boolean =>
  parseIndexedKey(key) !== undefined || parseBatchKey(key) !== undefined

/** Without the batches of several services that have nothing of this one. */
async function* ofService(service: string | undefined, keys: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const key of keys) {
    const batch = parseBatchKey(key)
    const isOther =
      service !== undefined &&
      batch !== undefined &&
      batch.service === undefined &&
      markedSeries(batch.marks, service).length === 0
    if (!isOther) yield key
  }
}

/** @param prefixes in order */
async function* keysBehind(
  objects: ProfileStore,
  prefixes: readonly string[],
  after = '',
): AsyncGenerator<string> {
  for (const prefix of prefixes) {
    if (after.startsWith(prefix)) yield* objects.list(prefix, after)
    else if (prefix > after) yield* objects.list(prefix)
  }
}
