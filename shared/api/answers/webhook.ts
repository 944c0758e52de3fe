import * as v from 'valibot'
import { WEBHOOK_KINDS } from '../webhook-schema.ts'
import { count, instant, pageOf } from './common.ts'

const webhook = {
  id: v.string(),
  name: v.string(),
  url: v.string(),
  kind: v.picklist(WEBHOOK_KINDS),
  user: v.pipe(v.nullable(v.string()), v.description('Whose the token is, where there is one')),
  issueType: v.pipe(v.nullable(v.string()), v.description('Type of the issues that are filed; null: Bug')),
  servicePrefix: v.nullable(v.string()),
  owner: v.pipe(v.nullable(v.string()), v.description('Only findings of this owner; null: of all')),
  reports: v.boolean(),
  createdAt: instant,
}
export const WebhookPage = pageOf(v.object(webhook))

/** The secret is shown this once. */
export const MadeWebhook = v.object({
  ...webhook,
  secret: v.pipe(v.nullable(v.string()), v.description('Null: the receiver checks no signature')),
})

const outcome = {
  delivered: v.boolean(),
  tries: count,
  status: v.nullable(count),
  failure: v.nullable(v.string()),
  note: v.pipe(v.nullable(v.string()), v.description('What was done with an issue, or why nothing was')),
}
export const TestedWebhook = v.object({ id: v.string(), ...outcome })

export const DeliveryPage = pageOf(
  v.object({ id: v.string(), at: instant, type: v.string(), service: v.nullable(v.string()), ...outcome }),
)
