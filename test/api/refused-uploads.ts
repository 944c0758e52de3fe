import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi } from '#test/support/api.ts'
import type { Refusal } from './refusal.ts'

const iso = (at: number): string => new Date(at).toISOString()
const MOST = 64 * 1024 * 1024

/** An announcement of `checkout` on `pod-1`, unless the query says other. */
const announced =
  (query: Readonly<Record<string, string>>, as?: (api: TestApi) => Promise<string>) =>
  async (api: TestApi): Promise<Response> => {
    const facts = { service: 'checkout', instance: 'pod-1', bytes: '5000000', ...query }
    const token = as === undefined ? {} : { as: await as(api) }
    return api.send(`/v1/uploads?${new URLSearchParams(facts)}`, { method: 'POST', ...token })
  }

const asked = (id: string) => (api: TestApi) => api.send(`/v1/uploads/${id}`)
const NOBODYS = '0b6d3f3a-0000-4000-8000-000000000000'

export const REFUSED_UPLOADS: readonly Refusal[] = [
  {
    name: 'of 64 MB and a byte',
    reason: 'body-too-large',
    send: announced({ bytes: String(MOST + 1) }),
    says: { limit: MOST, actual: MOST + 1 },
  },
  ...['', '0', '-1', '1.5', '1e6', 'many', '99999999999'].map(
    (bytes): Refusal => ({
      name: `of bytes=${bytes}`,
      reason: 'bad-parameter',
      send: announced({ bytes }),
      says: { actual: bytes },
    }),
  ),
  {
    name: 'of unknown size',
    reason: 'bad-parameter',
    send: (api) => api.send('/v1/uploads?service=checkout&instance=pod-1', { method: 'POST' }),
  },
  ...['text', 'text/plain\r\nx-amz-acl: public-read', 'text/<b>', `a/${'b'.repeat(99)}`].map(
    (contentType): Refusal => ({
      name: `of the content type ${JSON.stringify(contentType)}`,
      reason: 'bad-parameter',
      send: announced({ contentType }),
      says: { actual: contentType },
    }),
  ),
  { name: 'without a service', reason: 'bad-service-name', send: announced({ service: '' }) },
  {
    name: 'of the instance a..b/../c',
    reason: 'bad-instance-name',
    send: announced({ instance: 'a..b/../c' }),
  },
  { name: 'with a label key that has a space', reason: 'bad-label', send: announced({ 'label.a b': 'v' }) },
  {
    name: 'of 15 days ago',
    reason: 'too-old',
    send: announced({ at: iso(NOW - 15 * DAY) }),
    says: { limit: iso(NOW - 14 * DAY), actual: iso(NOW - 15 * DAY) },
  },
  { name: 'from the future', reason: 'too-new', send: announced({ at: iso(NOW + 11 * MINUTE) }) },
  {
    name: 'of a process that starts after it',
    reason: 'bad-time',
    send: announced({ start: iso(NOW + HOUR) }),
  },
  {
    name: 'with a token to read',
    reason: 'forbidden',
    send: announced({}, (api) => api.token({ scopes: ['read'] })),
  },
  {
    name: 'with a token for services that begin with billing',
    reason: 'forbidden',
    send: announced({}, (api) => api.token({ servicePrefix: 'billing' })),
  },
  {
    name: 'while the index is down',
    reason: 'index-unavailable',
    send: async (api) => {
      api.rows.fails = ({ sk }) => sk === 'upload'
      return announced({})(api)
    },
  },
  {
    name: 'that nobody announced',
    reason: 'unknown-upload',
    send: asked(NOBODYS),
    says: { actual: NOBODYS },
  },
  ...['1', 'NOBODYS', '..%2F..%2Fprofiles', NOBODYS.toUpperCase()].map(
    (id): Refusal => ({ name: `called ${id}`, reason: 'unknown-upload', send: asked(id) }),
  ),
]
