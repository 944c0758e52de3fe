import { parseSocketsKey } from '#shared/store/keys.ts'
import { SOCKET_DAYS } from '#shared/store/socket-index.ts'
import { DAY } from '#shared/time.ts'
import type { IngestSocketsDeps } from './ingest-sockets.ts'
import { factsOf } from './profile-object.ts'
import { socketRecord, type TableFacts } from './socket-record.ts'
import { unreadable } from './unreadable.ts'

/** A table that S3 holds already needs no admission. */
export type IndexSocketsDeps = Pick<
  IngestSocketsDeps,
  'profiles' | 'sockets' | 'socketLimits' | 'groupSocketBody'
>

/**
 * Indexes a socket table that S3 holds already, in whatever order; its row goes when the first one would have gone.
 *
 * @param key of the object
 * @returns false: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function indexStoredSockets(
  { profiles, sockets, socketLimits: limits, groupSocketBody }: IndexSocketsDeps,
  key: string,
  now: number,
): Promise<boolean> {
  const name = parseSocketsKey(key)
  if (name === undefined) throw new Error(`${key} is not the key of a socket table`)
  const object = await profiles.get(key)
  if (object === undefined) return false
  const facts = factsOf<TableFacts>(object.metadata)
  if (now - facts.receivedAt >= SOCKET_DAYS * DAY) return true
  const { at, tool, receivedAt } = facts
  const { grouped } = await groupSocketBody(object.body, { at, tool, limits }).catch(unreadable(key))
  const record = socketRecord(name.id, facts, grouped)
  await sockets.putIfAbsent(name.tenant, name.service, record, receivedAt)
  return true
}
