import type { JobPositions } from '#shared/store/job-position.ts'
import { INDEXED, objectKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { ReconcileQueue, ReconcileRequest } from '#shared/store/reconcile-queue.ts'
import { DAY, dayStart } from '#shared/time.ts'

export interface PlanDaysDeps {
  readonly profiles: ProfileStore
  readonly jobs: JobPositions
  readonly reconcileQueue: ReconcileQueue
}

const JOB = 'reconcile'
/** Rows of snapshots live for three days: one that is not there in the first two is missing. */
const DAYS = 2

/**
 * Queues the two days before this one of every service, as the bucket knows them: no table is scanned. Done once a day.
 *
 * @returns days that were queued
 */
export async function queueDays(
  { profiles, jobs, reconcileQueue }: PlanDaysDeps,
  now: number,
): Promise<number> {
  const today = dayStart(now)
  if ((await jobs.read(JOB))?.at === today) return 0
  const requests: ReconcileRequest[] = []
  for (const folder of INDEXED)
    for await (const tenant of profiles.folders(folder))
      for await (const escaped of profiles.folders(objectKey.indexedOf(folder, tenant)))
        for (let day = today - DAYS * DAY; day < today; day += DAY)
          requests.push({ folder, tenant, service: decodeURIComponent(escaped), day })
  await reconcileQueue.send(requests)
  // What is queued twice is compared twice with one outcome.
  await jobs.write(JOB, { at: today })
  return requests.length
}
