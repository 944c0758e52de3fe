import * as v from 'valibot'
import { exactly, whole } from './json-body.ts'
import { instant } from './schema.ts'

const SCOPES = ['push', 'read', 'admin'] as const

/**
 * What `POST /v1/tokens` takes. A member that is not known is refused: a misspelt `servicePrefix` would make a token for
 * all services.
 */
export const NewToken = v.pipe(
  exactly({
    name: v.string('must be text'),
    scopes: v.pipe(
      v.array(v.picklist(SCOPES, `must be one of ${SCOPES.join(', ')}`), 'must be a list'),
      v.minLength(1, `must hold one of ${SCOPES.join(', ')}`),
      v.maxLength(SCOPES.length, `must hold at most ${SCOPES.length}`),
    ),
    expiresInDays: v.exactOptional(whole(1, 3_650)),
    expiresAt: v.exactOptional(instant),
    servicePrefix: v.exactOptional(v.string('must be text')),
  }),
  v.check(
    (body) => !('expiresInDays' in body && 'expiresAt' in body),
    'must hold at most one of expiresInDays and expiresAt',
  ),
)

/** `DELETE /v1/tokens/{id}` */
export const RevokeQuery = v.object({
  force: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
})
