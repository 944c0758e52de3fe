import * as v from 'valibot'
import { count, instant } from './common.ts'
import { Receipt, trimmedLabels } from './profile.ts'

const links = v.object({ self: v.string() })

/** The answer to `POST /v1/uploads`. */
export const AnnouncedUpload = v.object({
  id: v.string(),
  url: v.pipe(
    v.string(),
    v.description('Accepts one object of the announced size and type, without a token'),
  ),
  method: v.literal('PUT'),
  headers: v.pipe(v.record(v.string(), v.string()), v.description('Send exactly these headers')),
  expiresAt: instant,
  trimmedLabels,
  links,
})

const passed = v.exactOptional(v.union([v.string(), v.number()]))

/** The answer to `GET /v1/uploads/{id}`. */
export const Upload = v.object({
  id: v.string(),
  service: v.string(),
  state: v.picklist(['waiting', 'queued', 'indexed', 'refused']),
  bytes: count,
  announcedAt: instant,
  expiresAt: instant,
  receipt: v.pipe(
    v.exactOptional(v.omit(Receipt, ['index', 'next'])),
    v.description('If indexed: what a push would have returned, with the first 50 problems'),
  ),
  refusal: v.exactOptional(
    v.object({ reason: v.string(), detail: v.string(), limit: passed, actual: passed }),
  ),
  links,
})
