import { Hono } from 'hono'
import { isUnbound, isWithin, type TokenRecord } from '#shared/access/grant.ts'
import { mint } from '#shared/access/mint.ts'
import { TOKEN_BYTES, tokenId } from '#shared/access/token.ts'
import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { PageQuery, readQuery } from '#shared/api/schema.ts'
import { NewToken, RevokeQuery } from '#shared/api/token-schema.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import { iso, isoOrNull } from '#shared/time.ts'
import { pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** Bytes of what asks for a token. */
const BODY_LIMIT = 8_192

/** `/v1/tokens`: those of one's own tenant that allow no more than one's own. */
export function tokenRoutes({ tokens, now }: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/', guard('admin'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const page = await pageOf(visible(tokens, c.get('caller'), readCursor(cursor)), limit, idOf)
      return c.json({ ...page, items: page.items.map(tokenJson) })
    })
    .post('/', guard('admin'), async (c) => {
      const { tenant, grant } = c.get('caller')
      const wanted = readJson(NewToken, await readBody(c, BODY_LIMIT))
      const chance = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))
      const { record, token } = mint(tenant, wanted, grant, chance, now())
      await tokens.put(record)
      return c.json({ ...tokenJson(record), token }, 201, { 'cache-control': 'no-store' })
    })
    .delete('/:id', guard('admin'), async (c) => {
      const { force } = readQuery(RevokeQuery, c.req.query())
      const { tenant, grant } = c.get('caller')
      const id = c.req.param('id')
      const token = /^[0-9a-f]{16}$/.test(id) ? await tokens.listed(tenant, id) : undefined
      if (token === undefined || !isWithin(token, grant)) {
        throw new Rejection('unknown-token', 'There is no such token; GET /v1/tokens lists those that are.', {
          actual: id.slice(0, 200),
        })
      }
      if (force === 'false' && isUnbound(token) && !(await hasAnother(tokens, token))) {
        throw new Rejection(
          'last-admin-token',
          'This is the last token that can make others for all services; make another first, or add force=true.',
        )
      }
      await tokens.revoke(token)
      return c.body(null, 204)
    })
}

const idOf = ({ sha256 }: TokenRecord): string => tokenId(sha256)

const tokenJson = (token: TokenRecord) => ({
  id: idOf(token),
  name: token.name,
  scopes: token.scopes,
  servicePrefix: token.servicePrefix ?? null,
  createdAt: iso(token.createdAt),
  expiresAt: isoOrNull(token.expiresAt),
})

async function* visible(
  tokens: TokenStore,
  { tenant, grant }: ApiEnv['Variables']['caller'],
  after: string | undefined,
) {
  for await (const token of tokens.list(tenant, after)) if (isWithin(token, grant)) yield token
}

/** Whether the tenant has another token that allows everything. */
async function hasAnother(tokens: TokenStore, { sha256, tenant }: TokenRecord): Promise<boolean> {
  for await (const token of tokens.list(tenant)) if (token.sha256 !== sha256 && isUnbound(token)) return true
  return false
}
