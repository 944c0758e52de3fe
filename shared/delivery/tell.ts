import type { Finding } from '#shared/finding/finding.ts'
import { type Message, messagesOf } from '#shared/notice/message.ts'
import { type Notice, noticesOf } from '#shared/notice/notice.ts'
import type { DeliveryLog } from '#shared/store/delivery-log.ts'
import type { ToldKey, ToldLedger } from '#shared/store/told-ledger.ts'
import type { Webhook, WebhookStore } from '#shared/store/webhook-store.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { findingLink } from './link.ts'
import type { NoticeTopic } from './notice-topic.ts'
import type { PostOutcome, PostWebhook } from './post-webhook.ts'

export interface TellDeps {
  readonly webhooks: WebhookStore
  readonly deliveries: DeliveryLog
  readonly told: ToldLedger
  readonly post: PostWebhook
  /** Undefined where there is none, as in a local stack. */
  readonly topic: NoticeTopic | undefined
  /** Origin of the page and the API, such as `https://tidemark.example`. */
  readonly publicUrl: string
}

/** How many messages went out, and why others did not. */
export interface Told {
  readonly sent: number
  readonly failures: readonly string[]
}

/** A step that could not be told in this time is told no more: the report has it. */
const TOLD_WITHIN = DAY
/** Longer than all tries of one message. */
const TAKEN_FOR = 2 * MINUTE
/** A run of the judge later. */
const AGAIN_AFTER = 5 * MINUTE

/**
 * Tells what has befallen the findings of one service in the last day, each step once to each who wants to know.
 *
 * What fails is told by a later call, so that it reaches everybody at least once; the id of a message tells a repeated one.
 */
export async function tellFindings(
  deps: TellDeps,
  tenant: string,
  service: string,
  findings: readonly Finding[],
  now: number,
  ownersOf: (finding: Finding) => readonly string[] = () => [],
): Promise<Told> {
  const due = findings
    .flatMap((finding) =>
      noticesOf(finding, findingLink(deps.publicUrl, finding), now - TOLD_WITHIN, now, ownersOf(finding)),
    )
    .toSorted((a, b) => a.at - b.at)
  if (due.length === 0) return { sent: 0, failures: [] }
  const told = await deps.told.told(tenant, service)
  const targets = await targetsOf(deps, tenant, ({ servicePrefix = '' }) => service.startsWith(servicePrefix))
  const each = targets.map(async ({ id: target, webhook, since, send }) => {
    const mine = due.filter(
      ({ id, at, owners }) =>
        at >= since && isOwnedBy(webhook?.owner, owners) && !told.has(`${id}#${target}`),
    )
    const keyOf = (notice: string) => ({ tenant, service, notice, target })
    const taken: Notice[] = []
    for (const notice of mine)
      if (await deps.told.take(keyOf(notice.id), now + TAKEN_FOR, now)) taken.push(notice)
    return sendAll(messagesOf(taken), async ({ message, notices }) => {
      const failure = await send(message, service, now)
      for (const { id } of notices) await settle(deps, keyOf(id), failure, now, now + AGAIN_AFTER)
      return failure
    })
  })
  return summed(await Promise.all(each))
}

/** Whether a webhook of an owner, or of all, is told of what these own. */
const isOwnedBy = (owner: string | undefined, owners: readonly string[]): boolean =>
  owner === undefined || owners.includes(owner)

/** Tells of something that is of no service, such as a report, to all whose webhooks want it. */
export async function tellAll(
  deps: TellDeps,
  tenant: string,
  messageFor: (webhook: Webhook | undefined) => Message,
  now: number,
): Promise<Told> {
  const told = await deps.told.told(tenant, undefined)
  const targets = await targetsOf(deps, tenant, ({ reports }) => reports)
  const each = targets.map(async ({ id: target, webhook, send }) => {
    const message = messageFor(webhook)
    const key = { tenant, service: undefined, notice: message.id, target }
    if (told.has(`${message.id}#${target}`)) return { sent: 0, failures: [] }
    // Who asks again, as a function that is tried again does, must not take another's try for a success.
    if (!(await deps.told.take(key, now + TAKEN_FOR, now)))
      return { sent: 0, failures: [`another run is about ${message.id}`] }
    return sendAll([message], async () => {
      const failure = await send(message, undefined, now)
      await settle(deps, key, failure, now, now)
      return failure
    })
  })
  return summed(await Promise.all(each))
}

/** Sends one message to one webhook and writes down how it went. */
export async function deliver(
  { post, deliveries }: Pick<TellDeps, 'post' | 'deliveries'>,
  tenant: string,
  { id: webhook, url, secret, format }: Webhook,
  { id, json, slack }: Message,
  service: string | undefined,
  now: number,
): Promise<PostOutcome> {
  const body = JSON.stringify(format === 'slack' ? slack : { id, ...json })
  const outcome = await post({ url, secret, id, body })
  await deliveries.add(tenant, webhook, { id, at: now, type: json.type, service, ...outcome })
  return outcome
}

/** Somebody who is told. */
interface Target {
  readonly id: string
  readonly webhook: Webhook | undefined
  /** What was before is not told. */
  readonly since: number
  /** @returns why it did not arrive, undefined where it did */
  send(message: Message, service: string | undefined, now: number): Promise<string | undefined>
}

async function targetsOf(deps: TellDeps, tenant: string, isWanted: (webhook: Webhook) => boolean) {
  const targets: Target[] = []
  const { topic } = deps
  if (topic !== undefined)
    targets.push({
      id: 'topic',
      webhook: undefined,
      since: 0,
      send: (message) => topic.publish(tenant, message).then(() => undefined, String),
    })
  for await (const webhook of deps.webhooks.list(tenant)) {
    if (!isWanted(webhook)) continue
    targets.push({
      id: webhook.id,
      webhook,
      since: webhook.createdAt,
      send: async (message, service, now) =>
        (await deliver(deps, tenant, webhook, message, service, now)).failure,
    })
  }
  return targets
}

/** One after the other, so that receivers see the order in which things happened; the first failure ends it. */
async function sendAll<Item>(
  items: readonly Item[],
  send: (item: Item) => Promise<string | undefined>,
): Promise<Told> {
  for (const [sent, item] of items.entries()) {
    const failure = await send(item)
    if (failure !== undefined) return { sent, failures: [failure] }
  }
  return { sent: items.length, failures: [] }
}

/** @param again when what has failed may be tried again */
const settle = (
  { told }: TellDeps,
  key: ToldKey,
  failure: string | undefined,
  now: number,
  again: number,
): Promise<void> => (failure === undefined ? told.done(key, now) : told.failed(key, again))

const summed = (parts: readonly Told[]): Told => ({
  sent: parts.reduce((sum, { sent }) => sum + sent, 0),
  failures: parts.flatMap(({ failures }) => failures),
})
