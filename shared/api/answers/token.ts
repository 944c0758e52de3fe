import * as v from 'valibot'
import { instant, pageOf } from './common.ts'

/** The answer to `/session`. */
export const Session = v.object({
  name: v.pipe(v.string(), v.description('Name of the token')),
  scopes: v.array(v.picklist(['push', 'read', 'admin'])),
  servicePrefix: v.nullable(v.string()),
  expiresAt: v.nullable(instant),
})

const known = {
  id: v.pipe(v.string(), v.description('Identifies the token for revocation; reveals nothing of it')),
  name: v.string(),
  scopes: v.array(v.picklist(['push', 'read', 'admin'])),
  servicePrefix: v.nullable(v.string()),
  createdAt: instant,
  expiresAt: v.nullable(instant),
}
export const TokenPage = pageOf(v.object(known))

export const MadeToken = v.object({
  ...known,
  token: v.pipe(v.string(), v.description('The token itself, shown only this once')),
})
