import * as v from 'valibot'
import { exactly, text } from './json-body.ts'

/** What receives: each has a form of its own (docs/notices.md). */
export const WEBHOOK_KINDS = [
  'json',
  'slack',
  'teams',
  'alertmanager',
  'pagerduty',
  'github',
  'gitlab',
  'jira',
] as const

/** Who a receiver thinks sends: printable ASCII, since it stands in a header. */
const credential = (most: number) =>
  v.pipe(
    v.string('must be text'),
    v.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces'),
    v.maxLength(most, `must have at most ${most} characters`),
  )

/** What `POST /v1/webhooks` takes. */
export const NewWebhook = exactly({
  url: v.exactOptional(v.string('must be text')),
  name: v.exactOptional(text(100)),
  kind: v.exactOptional(
    v.picklist(WEBHOOK_KINDS, `must be ${WEBHOOK_KINDS.slice(0, -1).join(', ')} or ${WEBHOOK_KINDS.at(-1)}`),
    'json',
  ),
  token: v.exactOptional(credential(2_000)),
  user: v.exactOptional(v.pipe(credential(200), v.regex(/^[^:]+$/, 'must not hold a colon (RFC 7617)'))),
  issueType: v.exactOptional(text(100)),
  servicePrefix: v.exactOptional(
    v.pipe(
      v.string('must be text'),
      v.regex(/^[A-Za-z0-9_./:-]{1,200}$/, 'must be 1 to 200 of A-Z a-z 0-9 _ . / : and -'),
    ),
  ),
  owner: v.exactOptional(text(100)),
  reports: v.exactOptional(v.boolean('must be true or false')),
})
