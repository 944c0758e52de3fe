import { tokenHash, tokenId } from '#shared/access/token.ts'
import type { TestApi } from '#test/support/api.ts'
import type { Refusal } from './refusal.ts'

const GOOD = { name: 'agent', scopes: ['push'] }

const make =
  (more: object, as?: (api: TestApi) => Promise<string>) =>
  async (api: TestApi): Promise<Response> => {
    const body = JSON.stringify({ ...GOOD, ...more })
    return api.send('/v1/tokens', {
      method: 'POST',
      body,
      ...(as === undefined ? {} : { as: await as(api) }),
    })
  }

const sendBody =
  (body: NonNullable<RequestInit['body']>) =>
  (api: TestApi): Promise<Response> =>
    api.send('/v1/tokens', { method: 'POST', body })

const bodies: readonly Refusal[] = [
  ['of no JSON', sendBody('name=agent')],
  ['of nothing', sendBody('')],
  ['of half a character', sendBody(Uint8Array.of(0x22, 0xc3, 0x22))],
  ['of a list', sendBody('[]')],
  ['without a name', make({ name: undefined })],
  ['whose name is a number', make({ name: 7 })],
  ['whose name is empty', make({ name: '' })],
  ['whose name would clear a terminal', make({ name: '\u001b[2J' })],
  ['without a scope', make({ scopes: [] })],
  ['with a scope that there is not', make({ scopes: ['write'] })],
  ['with the same scope twice', make({ scopes: ['push', 'push'] })],
  ['with a misspelt prefix', make({ servicePrefx: 'team-a/' })],
  ['with an empty prefix', make({ servicePrefix: '' })],
  ['with a prefix that no service has', make({ servicePrefix: 'a b' })],
  ['with an end that is past', make({ expiresAt: '2026-09-07T08:29:59Z' })],
  ['with an end in eleven years', make({ expiresAt: '2037-09-07T00:00:00Z' })],
  ['with an end that is no time', make({ expiresAt: 'tomorrow' })],
  ['with two ends', make({ expiresAt: '2026-10-07T00:00:00Z', expiresInDays: 30 })],
  ['for no days', make({ expiresInDays: 0 })],
  ['for half a day', make({ expiresInDays: 0.5 })],
].map(([what, send]) => ({
  name: `a token ${what}`,
  reason: 'bad-parameter',
  send: send as Refusal['send'],
}))

export const REFUSED_TOKENS: readonly Refusal[] = [
  ...bodies,
  {
    name: 'a body of a token that is long',
    reason: 'body-too-large',
    send: make({ name: 'n'.repeat(10_000) }),
    says: { limit: 8_192 },
  },
  {
    name: 'a token for all services, made by one for some',
    reason: 'forbidden',
    send: make({}, (api) => api.token({ servicePrefix: 'team-a/' })),
  },
  {
    name: 'a token that outlives its maker',
    reason: 'forbidden',
    send: make({ expiresInDays: 2 }, (api) => api.token({ expiresAt: api.clock.now + 86_400_000 })),
    says: { limit: '2026-09-08T08:30:00.000Z', actual: '2026-09-09T08:30:00.000Z' },
  },
  ...(['GET', 'POST'] as const).map(
    (method): Refusal => ({
      name: `${method} /v1/tokens with a token to push and read`,
      reason: 'forbidden',
      send: async (api) =>
        api.send('/v1/tokens', { method, as: await api.token({ scopes: ['push', 'read'] }) }),
    }),
  ),
  ...['0123456789abcdef', 'x', 'n'.repeat(1_100), '%00', '%E0%A4%A'].map(
    (id): Refusal => ({
      name: `to revoke the token ${id.slice(0, 20)}, which is none`,
      reason: 'unknown-token',
      send: (api) => api.send(`/v1/tokens/${id}`, { method: 'DELETE' }),
      says: { actual: id === '%00' ? '\0' : id.slice(0, 200) },
    }),
  ),
  {
    name: 'to revoke the token of another tenant',
    reason: 'unknown-token',
    send: async (api) => {
      const theirs = tokenId(tokenHash(await api.token({ tenant: 'umbrella' })))
      return api.send(`/v1/tokens/${theirs}`, { method: 'DELETE' })
    },
  },
  {
    name: 'to revoke a token for all services with one for some',
    reason: 'unknown-token',
    send: async (api) => {
      const wider = tokenId(tokenHash(await api.token({ scopes: ['push'] })))
      const as = await api.token({ servicePrefix: 'team-a/' })
      return api.send(`/v1/tokens/${wider}`, { method: 'DELETE', as })
    },
  },
  {
    name: 'to revoke the last token of an admin',
    reason: 'last-admin-token',
    send: async (api) => {
      const as = await api.token({ tenant: 'umbrella' })
      await api.token({ tenant: 'umbrella', servicePrefix: 'team-a/' })
      return api.send(`/v1/tokens/${tokenId(tokenHash(as))}`, { method: 'DELETE', as })
    },
  },
]
