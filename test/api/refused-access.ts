import { setImmediate } from 'node:timers/promises'
import { createApp } from '#functions/api/app.ts'
import { ownHost } from '#infra/local/http-server.ts'
import { BODY_LIMIT, NOW, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import type { Refusal } from './refusal.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const PUSH = '/v1/profiles?service=checkout&instance=pod-1'
const CHECKOUT = '/v1/services/checkout'

export const REFUSED_ACCESS: readonly Refusal[] = [
  {
    name: 'no token',
    reason: 'unauthenticated',
    send: ({ app }) => Promise.resolve(app.request('/v1/services')),
  },
  {
    name: 'a request for another host, whatever its token',
    reason: 'misdirected',
    send: async (api) => {
      const app = createApp({ ...api.apiDeps, isOwnHost: ownHost([]) })
      const headers = { authorization: `Bearer ${await api.token()}`, host: 'evil.test:4180' }
      return app.request('/v1/services', { headers })
    },
    says: { actual: 'evil.test:4180' },
  },
  {
    name: 'an unknown token',
    reason: 'unauthenticated',
    send: (api) => api.push(GOOD, {}, 'tdm_acme_guess'),
  },
  { name: 'an empty token', reason: 'unauthenticated', send: (api) => api.push(GOOD, {}, '') },
  {
    name: 'an expired token',
    reason: 'unauthenticated',
    send: async (api) => api.push(GOOD, {}, await api.token({ expiresAt: NOW - 1_000 })),
  },
  {
    name: 'a token that expired after it was remembered',
    reason: 'unauthenticated',
    send: async (api) => {
      const as = await api.token({ scopes: ['read'], expiresAt: NOW + 1_000 })
      const before = await api.send('/v1/services', { as })
      if (before.status !== 200) throw new Error('the token should be good for a second')
      api.clock.now += 1_000
      return api.send('/v1/services', { as })
    },
  },
  {
    name: 'a push behind many others of its token',
    reason: 'rate-limited',
    send: async () => {
      const slow = await testApi({ requestsPerMinute: 2 })
      for (let sent = 0; sent < 2; sent++) await slow.send('/v1/services')
      return slow.push(GOOD)
    },
    says: { limit: 2 },
  },
  {
    name: 'a push while its token cannot be looked up',
    reason: 'index-unavailable',
    send: async (api) => {
      const as = await api.token({ scopes: ['push'] })
      api.rows.fails = ({ pk }) => pk.startsWith('token#')
      return api.push(GOOD, {}, as)
    },
  },
  {
    name: 'a push with a token to read',
    reason: 'forbidden',
    send: async (api) => api.push(GOOD, {}, await api.token({ scopes: ['read'] })),
  },
  {
    name: 'a read with a token to push',
    reason: 'forbidden',
    send: async (api) => api.send('/v1/services', { as: await api.token({ scopes: ['push'] }) }),
  },
  ...[
    ['POST', '/v1/profiles?service=checkout&instance=pod-1'],
    ['POST', '/v1/judge?service=checkout'],
    ['POST', '/v1/reindex?service=checkout'],
    ['POST', '/v1/reindex'],
    ['GET', CHECKOUT],
    ['GET', '/v1/findings?service=checkout'],
    ['GET', '/v1/findings/0123456789abcdef@checkout'],
  ].map(
    ([method = '', path = '']): Refusal => ({
      name: `${method} ${path} with a token for services that begin with billing`,
      reason: 'forbidden',
      send: async (api) => api.send(path, { method, as: await api.token({ servicePrefix: 'billing' }) }),
    }),
  ),
]

export const OUTAGES: readonly Refusal[] = [
  {
    name: 'a push while the bucket is down',
    reason: 'storage-unavailable',
    send: (api) => {
      api.profiles.fails = 'before'
      return api.push(GOOD)
    },
  },
  {
    name: 'a push while the disk is full',
    reason: 'storage-full',
    send: (api) => {
      api.profiles.fails = 'full'
      return api.push(GOOD)
    },
  },
  {
    name: 'a push while the index and its queue are down',
    reason: 'index-unavailable',
    leaves: 1,
    send: (api) => {
      api.rows.fails = isWrite
      api.queue.isDown = true
      return api.push(GOOD)
    },
  },
  {
    name: 'a push while others have all the room for bodies',
    reason: 'overloaded',
    send: async (api) => {
      const ends: (() => void)[] = []
      for (let i = 0; i < 4; i++) {
        const body = new ReadableStream({
          start: (stream) => {
            stream.enqueue(new Uint8Array(BODY_LIMIT))
            ends.push(() => stream.close())
          },
        })
        api.send(PUSH, { method: 'POST', body, duplex: 'half' } as RequestInit)
      }
      // Until all of them are read as far as they came.
      for (let turn = 0; turn < 5; turn++) await setImmediate()
      const answer = await api.send(PUSH, { method: 'POST', body: GOOD, headers: { 'content-length': '99' } })
      for (const end of ends) end()
      return answer
    },
    says: { limit: 4 * BODY_LIMIT, actual: 4 * BODY_LIMIT + 99 },
  },
  {
    name: 'a read while the index is down',
    reason: 'internal-error',
    send: (api) => {
      api.rows.fails = ({ sk }) => sk !== 'token'
      return api.send('/v1/services')
    },
  },
  {
    name: 'a judge beside another one',
    reason: 'conflict',
    send: async (api) => {
      await api.deps.ledger.lease('acme', 'checkout', 'another', NOW + 60_000, NOW)
      return api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    },
  },
]
