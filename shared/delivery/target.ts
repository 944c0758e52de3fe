import type { Telling } from '#shared/notice/message.ts'
import type { Webhook, WebhookKind, WebhookStore } from '#shared/store/webhook-store.ts'
import { type DeliverDeps, deliver } from './deliver.ts'
import type { NoticeTopic } from './notice-topic.ts'
import { parcelOf } from './parcel.ts'

export interface TargetDeps extends DeliverDeps {
  readonly webhooks: WebhookStore
  /** Undefined where there is none, as in a local stack. */
  readonly topic: NoticeTopic | undefined
}

/** Somebody who is told. */
export interface Target {
  readonly id: string
  /** Undefined: the topic. */
  readonly webhook: Webhook | undefined
  /** What was before is not told. */
  readonly since: number
  /** @returns why it did not arrive, undefined where it did */
  send(telling: Telling, service: string | undefined, now: number): Promise<string | undefined>
}

/**
 * What each kind is told: messages for people, of which many become a digest; every step of a finding by itself, for
 * systems that keep an incident a finding; all alerts of a service, again and again while they are active; or every
 * step in the issue of its finding.
 */
type Hears = 'messages' | 'steps' | 'alerts' | 'issues'

const HEARS: Readonly<Record<WebhookKind, Hears>> = {
  json: 'messages',
  slack: 'messages',
  teams: 'messages',
  pagerduty: 'steps',
  alertmanager: 'alerts',
  github: 'issues',
  gitlab: 'issues',
  jira: 'issues',
}

export const hears = (webhook: Webhook | undefined): Hears =>
  webhook === undefined ? 'messages' : HEARS[webhook.kind]

/** All who want to be told. */
export async function targetsOf(
  deps: TargetDeps,
  tenant: string,
  isWanted: (webhook: Webhook) => boolean,
): Promise<Target[]> {
  const targets: Target[] = []
  const { topic } = deps
  if (topic !== undefined)
    targets.push({
      id: 'topic',
      webhook: undefined,
      since: 0,
      send: ({ message }) => topic.publish(tenant, message).then(() => undefined, String),
    })
  for await (const webhook of deps.webhooks.list(tenant)) {
    if (!isWanted(webhook)) continue
    targets.push({
      id: webhook.id,
      webhook,
      since: webhook.createdAt,
      send: async (telling, service, now) =>
        (await deliver(deps, tenant, webhook, parcelOf(webhook, telling), service, now)).failure,
    })
  }
  return targets
}
