import type { Alert } from '#shared/notice/alertmanager.ts'
import { type Notice, noticeId } from '#shared/notice/notice.ts'
import type { ToldLedger } from '#shared/store/told-ledger.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'
import { MINUTE } from '#shared/time.ts'
import { type DeliverDeps, deliver } from './deliver.ts'
import { AGAIN_AFTER, type Hearing, settle, type Told, takeDue, toldKey } from './told.ts'

/** Alerts of one request, about 1 KB each. Prometheus sends 256 at most. */
const MOST_ALERTS = 256
/**
 * Active alerts are not sent more often than this; runs of the judge are ten minutes apart on AWS, and may be seconds
 * apart locally.
 */
const RESEND_AFTER = 3 * MINUTE
/** The mark in the ledger of when alerts were sent last. */
const MARK = 'alerts'

/**
 * Tells Alertmanager which alerts a service has: at once where a finding takes a step, else every few minutes.
 *
 * Nothing depends on one request: an alert that is sent no more ends by itself. Only steps and failures are written
 * into the log of deliveries.
 *
 * @param steps of its findings in the last days
 */
export async function tellAlerts(
  deps: DeliverDeps & { readonly told: ToldLedger },
  webhook: Webhook,
  hearing: Hearing,
  alerts: readonly Alert[],
  steps: readonly Notice[],
): Promise<Told> {
  const { tenant, service, now } = hearing
  const taken = await takeDue(deps.told, hearing, steps)
  if (alerts.length === 0) {
    await settle(deps.told, hearing, taken, undefined)
    return { sent: 0, failures: [] }
  }
  const mark = toldKey(hearing, MARK)
  const isTurn = await deps.told.take(mark, now + RESEND_AFTER, now)
  if (taken.length === 0 && !isTurn) return { sent: 0, failures: [] }
  const [only, ...others] = taken
  const parcel = {
    id: noticeId(only === undefined ? [MARK, service, String(now)] : taken.map(({ id }) => id)),
    type: only === undefined ? MARK : others.length === 0 ? `finding.${only.kind}` : 'digest',
    bodies: batches(alerts),
  }
  const logged = only === undefined ? 'failures' : 'all'
  const { failure } = await deliver(deps, tenant, webhook, parcel, service, now, logged)
  await settle(deps.told, hearing, taken, failure)
  if (failure === undefined) return { sent: 1, failures: [] }
  await deps.told.failed(mark, now + AGAIN_AFTER)
  return { sent: 0, failures: [failure] }
}

function batches(alerts: readonly Alert[]): (readonly Alert[])[] {
  const all: (readonly Alert[])[] = []
  for (let from = 0; from < alerts.length; from += MOST_ALERTS)
    all.push(alerts.slice(from, from + MOST_ALERTS))
  return all
}
