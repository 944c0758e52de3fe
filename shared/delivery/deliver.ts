import type { DeliveryLog } from '#shared/store/delivery-log.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'
import { authorizationOf, type Parcel, targetUrl } from './parcel.ts'
import type { PostOutcome, PostWebhook } from './post-webhook.ts'

export interface DeliverDeps {
  readonly post: PostWebhook
  readonly deliveries: DeliveryLog
}

/** Which deliveries are written down. */
type Logged = 'all' | 'failures'

/**
 * Sends one parcel to one webhook and writes down how it went; the first body that does not arrive ends it.
 *
 * @param service undefined for what is of no service
 * @param logged what is repeated every few minutes is written down only where it fails
 */
export async function deliver(
  { post, deliveries }: DeliverDeps,
  tenant: string,
  webhook: Webhook,
  { id, type, bodies }: Parcel,
  service: string | undefined,
  now: number,
  logged: Logged = 'all',
): Promise<PostOutcome> {
  const to = { url: targetUrl(webhook), secret: webhook.secret, headers: authorizationOf(webhook), id }
  let outcome: PostOutcome = { delivered: true, tries: 0, status: undefined, failure: undefined }
  for (const body of bodies) {
    const { tries } = outcome
    const one = await post({ ...to, body: JSON.stringify(body) })
    outcome = { ...one, tries: Math.max(tries, one.tries) }
    if (!outcome.delivered) break
  }
  if (logged === 'all' || !outcome.delivered)
    await deliveries.add(tenant, webhook.id, { id, at: now, type, service, ...outcome })
  return outcome
}
