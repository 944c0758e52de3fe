import * as v from 'valibot'
import { exactly, text } from './json-body.ts'

/** What `POST /v1/webhooks` takes. */
export const NewWebhook = exactly({
  url: v.string('must be text'),
  name: v.exactOptional(text(100)),
  format: v.exactOptional(v.picklist(['json', 'slack'], 'must be json or slack'), 'json'),
  servicePrefix: v.exactOptional(
    v.pipe(
      v.string('must be text'),
      v.regex(/^[A-Za-z0-9_./:-]{1,200}$/, 'must be 1 to 200 of A-Z a-z 0-9 _ . / : and -'),
    ),
  ),
  owner: v.exactOptional(text(100)),
  reports: v.exactOptional(v.boolean('must be true or false'), true),
})
