import { type IndexQueue, queueKeys } from '#shared/store/index-queue.ts'
import { objectKey, SEVERAL } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { ReconcileRequest } from '#shared/store/reconcile-queue.ts'
import type { Lacking } from './lacking.ts'
import { type LookupDeps, lackingProfiles, lackingTables } from './lacking-objects.ts'
import { lackingOfSeveral, type SeveralDeps } from './lacking-of-several.ts'

export interface ReconcileDayDeps extends LookupDeps, SeveralDeps {
  readonly profiles: ProfileStore
  readonly indexQueue: IndexQueue
}

/** What one run did. */
export interface Reconciled {
  /** Profiles, batches and socket tables that were looked for. */
  readonly objects: number
  /** Those that the index did not have, and that are queued. */
  readonly missing: number
  /** The last key that was compared, where others are left; undefined: the day is done. */
  readonly after?: string | undefined
}

/** A page of the list. */
const STRIDE = 1_000
/** Milliseconds that a run leaves: half of what Lambda gives it, so that no slow page has it ended. */
const RESERVE = 450_000

/**
 * Compares the objects of a service and day with the index, and queues those that it lacks.
 *
 * Both sides are read in order of time, hand in hand, by their keys alone: a count would cost the table as much, and one row
 * too many would hide one that is lost.
 * @param remaining milliseconds until whatever runs this ends it
 * @param stride objects between two looks at it
 */
export async function reconcileDay(
  deps: ReconcileDayDeps,
  request: ReconcileRequest,
  remaining: () => number = () => Number.POSITIVE_INFINITY,
  stride = STRIDE,
): Promise<Reconciled> {
  const { folder, tenant, service, day, after } = request
  const lacking = lackingIn(deps, request)
  const sum = { objects: 0, missing: 0 }
  const settle = async (keys: readonly string[]): Promise<void> => {
    const missing = await lacking(keys)
    await queueKeys(deps.indexQueue, missing)
    sum.objects += keys.length
    sum.missing += missing.length
  }
  let keys: string[] = []
  for await (const key of deps.profiles.list(objectKey.indexedDay(folder, tenant, service, day), after)) {
    keys.push(key)
    if (keys.length < stride) continue
    await settle(keys)
    keys = []
    if (remaining() < RESERVE) return { ...sum, after: key }
  }
  await settle(keys)
  return sum
}

function lackingIn(
  deps: ReconcileDayDeps,
  { folder, tenant, service, day, after }: ReconcileRequest,
): Lacking {
  if (folder === 'sockets/') return lackingTables(deps, tenant, service, day, after)
  return service === SEVERAL ? lackingOfSeveral(deps, tenant) : lackingProfiles(deps, tenant, service)
}
