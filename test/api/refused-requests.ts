import type { TestApi } from '#test/support/api.ts'
import type { Refusal } from './refusal.ts'

const get = (path: string) => (api: TestApi) => api.send(path)
const post = (path: string) => (api: TestApi) => api.send(path, { method: 'POST' })
/** `checkout` is known wherever a case asks for it. */
const CHECKOUT = '/v1/services/checkout'

const parameters: readonly Refusal[] = [
  ['/v1/services?limit=0', '0'],
  ['/v1/services?limit=1001', '1001'],
  ['/v1/services?limit=ten', 'ten'],
  ['/v1/services?cursor=%21', '!'],
  [`/v1/services?cursor=${Buffer.from('~~').toString('base64url')}`, undefined],
  [`/v1/services?cursor=${'a'.repeat(4_000)}`, undefined],
  [`${CHECKOUT}/signatures?cursor=bm90LWhlcmU`, undefined],
  [`${CHECKOUT}/profiles?cursor=bm90LWhlcmU`, undefined],
  ['/v1/findings?cursor=bm90LWhlcmU', undefined],
  [`${CHECKOUT}/signatures?sort=name`, 'name'],
  ['/v1/findings?state=open', 'open'],
  ['/v1/findings?tier=certain', 'certain'],
].map(([path, actual]) => ({
  name: `GET ${path?.slice(0, 80)}`,
  reason: 'bad-parameter',
  send: get(path ?? ''),
  says: actual === undefined ? {} : { actual },
}))

const steps: readonly Refusal[] = ['59', '86401', '1e3'].map((step) => ({
  name: `a series in steps of ${step} seconds`,
  reason: 'bad-parameter',
  send: get(`${CHECKOUT}/signatures/0000000000000000/series?step=${step}`),
  says: { actual: step },
}))

const unknown: readonly Refusal[] = [
  { name: 'a service nobody pushed', reason: 'unknown-service', send: get('/v1/services/nobody') },
  {
    name: 'profiles of a service nobody pushed',
    reason: 'unknown-service',
    send: get('/v1/services/no/profiles'),
  },
  {
    name: 'a service name longer than a key',
    reason: 'unknown-service',
    send: get(`/v1/services/${'n'.repeat(1_100)}`),
  },
  {
    name: 'a service that is half a character',
    reason: 'unknown-service',
    send: get('/v1/services/%E0%A4%A'),
  },
  {
    name: 'to judge a service nobody pushed',
    reason: 'unknown-service',
    send: post('/v1/judge?service=nobody'),
  },
  { name: 'to judge no service', reason: 'bad-parameter', send: post('/v1/judge') },
  {
    name: 'a signature never seen',
    reason: 'unknown-signature',
    send: get(`${CHECKOUT}/signatures/0123456789abcdef`),
  },
  {
    name: 'a profile of no slot',
    reason: 'unknown-profile',
    send: get(`${CHECKOUT}/profiles/${'0'.repeat(23)}`),
  },
  {
    name: 'a profile id that is none',
    reason: 'unknown-profile',
    send: get(`${CHECKOUT}/profiles/..%2F..%2Fx`),
  },
  {
    name: 'a finding never found',
    reason: 'unknown-finding',
    send: get('/v1/findings/0123456789abcdef@checkout'),
  },
  { name: 'a finding id that is none', reason: 'unknown-finding', send: get('/v1/findings/first') },
  { name: 'a path that is none', reason: 'unknown-path', send: get('/v2/profiles') },
  {
    name: 'a method that the path has not',
    reason: 'unknown-path',
    send: (api) => api.send(CHECKOUT, { method: 'PUT' }),
  },
]

const change = (headers: Record<string, string>) => (api: TestApi) =>
  api.send(CHECKOUT, { method: 'PATCH', body: '{"settings":{"owner":"eve"}}', headers })

const changes: readonly Refusal[] = [
  { name: 'a change of nobody knows what', reason: 'precondition-required', send: change({}) },
  {
    name: 'a change of what has changed meanwhile',
    reason: 'precondition-failed',
    send: change({ 'if-match': '"7"' }),
    says: { limit: '"0"', actual: '"7"' },
  },
]

export const REFUSED_REQUESTS: readonly Refusal[] = [...parameters, ...steps, ...unknown, ...changes]
