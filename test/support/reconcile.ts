import { type PlanDaysDeps, queueDays } from '#functions/reconcile/plan-days.ts'
import { type ReconcileDayDeps, reconcileDay } from '#functions/reconcile-day/reconcile-day.ts'
import type { ReconcileRequest } from '#shared/store/reconcile-queue.ts'

/** Has all days planned and compared; says how many days and objects, and what was missing. */
export async function reconcileAll(
  deps: Omit<PlanDaysDeps, 'reconcileQueue'> & ReconcileDayDeps,
  now: number,
) {
  const planned: ReconcileRequest[] = []
  const reconcileQueue = { send: async (some: readonly ReconcileRequest[]) => void planned.push(...some) }
  const days = await queueDays({ ...deps, reconcileQueue }, now)
  const sum = { days, objects: 0, missing: 0 }
  for (const request of planned) {
    const { objects, missing } = await reconcileDay(deps, request)
    sum.objects += objects
    sum.missing += missing
  }
  return sum
}
