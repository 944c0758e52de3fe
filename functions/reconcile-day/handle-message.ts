import * as v from 'valibot'
import { INDEXED } from '#shared/store/keys.ts'
import type { ReconcileQueue } from '#shared/store/reconcile-queue.ts'
import { logDone } from '../log.ts'
import { type ReconcileDayDeps, reconcileDay } from './reconcile-day.ts'

const ReconcileMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    folder: v.picklist(INDEXED),
    tenant: v.string(),
    service: v.string(),
    day: v.number(),
    after: v.optional(v.string()),
    hops: v.optional(v.number()),
  }),
)

/** A run compares some millions of keys: one that comes here is a mistake of ours, and stops. */
const MOST_HOPS = 200

/**
 * Compares the day of a service that a message names; a run whose time is over sends itself what is left.
 *
 * @throws Error where the message is none, or the run fails: the message comes again
 */
export async function handleReconcileMessage(
  deps: ReconcileDayDeps & { readonly reconcileQueue: ReconcileQueue },
  body: string,
  remaining?: () => number,
): Promise<void> {
  const { hops = 0, ...request } = v.parse(ReconcileMessage, body)
  if (hops > MOST_HOPS)
    throw new Error(
      `comparing a day of ${request.service} was continued ${hops} times, ${MOST_HOPS} are the most; read its log`,
    )
  const { after, ...done } = await reconcileDay(deps, request, remaining)
  if (after !== undefined) await deps.reconcileQueue.send([{ ...request, after, hops: hops + 1 }])
  if (done.missing > 0 || after !== undefined)
    logDone('compared a day with the index', { ...request, ...done, isDone: after === undefined })
}
