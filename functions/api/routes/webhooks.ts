import { Hono } from 'hono'
import { covers, type Grant } from '#shared/access/grant.ts'
import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { PageQuery, readQuery } from '#shared/api/schema.ts'
import { NewWebhook } from '#shared/api/webhook-schema.ts'
import { deliver } from '#shared/delivery/deliver.ts'
import { testParcel } from '#shared/delivery/parcel.ts'
import { createSecret, SECRET_BYTES } from '#shared/delivery/signature.ts'
import { isTracker } from '#shared/delivery/tracker/project.ts'
import { testMessage } from '#shared/notice/message.ts'
import { type Delivery, deliveryKey } from '#shared/store/delivery-log.ts'
import type { Webhook, WebhookStore } from '#shared/store/webhook-store.ts'
import { iso } from '#shared/time.ts'
import { pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Caller, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** Bytes of what asks for a webhook. */
const BODY_LIMIT = 8_192
/** Webhooks of a tenant: a judge tells all of them in its own time. */
const MOST_WEBHOOKS = 20

/** `/v1/webhooks`: who is told. A token for some services sees and makes those for no others. */
export function webhookRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const { webhooks, deliveries, now } = deps
  return new Hono<ApiEnv>()
    .get('/', guard('admin'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const page = await pageOf(visible(webhooks, c.get('caller'), readCursor(cursor)), limit, ({ id }) => id)
      return c.json({ ...page, items: page.items.map(webhookJson) })
    })
    .post('/', guard('admin'), async (c) => {
      const { tenant, grant } = c.get('caller')
      const wanted = readJson(NewWebhook, await readBody(c, BODY_LIMIT))
      const { admitWebhook } = await import('#shared/delivery/admit-webhook.ts')
      const { url, token, user, reports, isSigned } = admitWebhook(wanted, deps.reach)
      admitPrefix(wanted.servicePrefix, grant)
      await admitAnother(webhooks, tenant)
      const webhook: Webhook = {
        id: crypto.randomUUID(),
        url: url.href,
        name: wanted.name ?? url.host,
        kind: wanted.kind,
        token,
        user,
        issueType: wanted.issueType,
        reports,
        servicePrefix: wanted.servicePrefix,
        owner: wanted.owner,
        secret: isSigned ? createSecret(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))) : undefined,
        createdAt: now(),
      }
      await webhooks.put(tenant, webhook)
      return c.json({ ...webhookJson(webhook), secret: webhook.secret ?? null }, 201, {
        'cache-control': 'no-store',
      })
    })
    .delete('/:id', guard('admin'), async (c) => {
      const { id } = await knownWebhook(deps, c.get('caller'), c.req.param('id'))
      await webhooks.remove(c.get('caller').tenant, id)
      return c.body(null, 204)
    })
    .post('/:id/test', guard('admin'), async (c) => {
      const { tenant } = c.get('caller')
      const webhook = await knownWebhook(deps, c.get('caller'), c.req.param('id'))
      const id = crypto.randomUUID()
      if (isTracker(webhook)) {
        const { testTracker } = await import('#shared/delivery/tell-issues.ts')
        return c.json({ id, ...outcomeJson(await testTracker(deps, tenant, webhook, id)) })
      }
      const message = testMessage(id, now(), new URL(c.req.url).origin)
      const parcel = testParcel(webhook, message, now())
      return c.json({ id, ...outcomeJson(await deliver(deps, tenant, webhook, parcel, undefined, now())) })
    })
    .get('/:id/deliveries', guard('admin'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const { tenant } = c.get('caller')
      const { id } = await knownWebhook(deps, c.get('caller'), c.req.param('id'))
      const page = await pageOf(deliveries.list(tenant, id, readCursor(cursor)), limit, deliveryKey)
      return c.json({ ...page, items: page.items.map(deliveryJson) })
    })
}

/** An address may hold a secret of its own (Slack's do), and an admin may read it. Nobody reads a token. */
const webhookJson = ({
  id,
  name,
  url,
  kind,
  user,
  issueType,
  servicePrefix,
  owner,
  reports,
  createdAt,
}: Webhook) => ({
  id,
  name,
  url,
  kind,
  user: user ?? null,
  issueType: issueType ?? null,
  servicePrefix: servicePrefix ?? null,
  owner: owner ?? null,
  reports,
  createdAt: iso(createdAt),
})

type Outcome = Pick<Delivery, 'delivered' | 'tries' | 'status' | 'failure' | 'note'>

const outcomeJson = ({ delivered, tries, status, failure, note }: Outcome) => ({
  delivered,
  tries,
  status: status ?? null,
  failure: failure ?? null,
  note: note ?? null,
})

const deliveryJson = ({ id, at, type, service, ...outcome }: Delivery) => ({
  id,
  at: iso(at),
  type,
  service: service ?? null,
  ...outcomeJson(outcome),
})

/** Whether all that a webhook is told of is the token's to know. */
const isWithin = ({ servicePrefix }: Pick<Webhook, 'servicePrefix'>, grant: Grant): boolean =>
  covers(grant, servicePrefix ?? '')

async function* visible(webhooks: WebhookStore, { tenant, grant }: Caller, after: string | undefined) {
  for await (const webhook of webhooks.list(tenant, after)) if (isWithin(webhook, grant)) yield webhook
}

/** @throws Rejection `unknown-webhook`, also for one that is told of services the token is not for */
async function knownWebhook({ webhooks }: ApiDeps, { tenant, grant }: Caller, id: string): Promise<Webhook> {
  const webhook = /^[0-9a-f-]{36}$/.test(id) ? await webhooks.get(tenant, id) : undefined
  if (webhook !== undefined && isWithin(webhook, grant)) return webhook
  throw new Rejection('unknown-webhook', 'There is no such webhook; GET /v1/webhooks lists those that are.', {
    actual: id.slice(0, 200),
  })
}

function admitPrefix(servicePrefix: string | undefined, grant: Grant): void {
  if (isWithin({ servicePrefix }, grant)) return
  throw new Rejection(
    'forbidden',
    `The token is for services that begin with ${grant.servicePrefix}; say a servicePrefix that begins so too.`,
  )
}

async function admitAnother(webhooks: WebhookStore, tenant: string): Promise<void> {
  let there = 0
  for await (const _ of webhooks.list(tenant)) there++
  if (there < MOST_WEBHOOKS) return
  throw new Rejection(
    'too-many-webhooks',
    `There are ${there} webhooks, and at most ${MOST_WEBHOOKS} are told; remove one, or let one address tell others.`,
    { limit: MOST_WEBHOOKS, actual: there },
  )
}
