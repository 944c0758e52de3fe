import { BODY_LIMIT, NOW, type TestApi, testApi } from '#test/support/api.ts'
import { dump, wideDump } from '#test/support/pprof.ts'
import { BOUNDARY, form, ingestOver, MULTIPART } from '#test/support/push-clients.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import type { Refusal } from './refusal.ts'

/** A refusal of `/ingest` and how Pyroscope says it. */
export interface IngestRefusal extends Refusal {
  readonly status: number
  readonly code: string
}

const GOOD = dump({ 'main.recv < main.worker': 5 })
const multipart = { headers: { 'content-type': MULTIPART } }
const named = (name: string) => (api: TestApi) => ingestOver(api, GOOD, { name })
const at = (from: string) => (api: TestApi) => ingestOver(api, GOOD, { from })
const sent = (body: Uint8Array<ArrayBuffer>) => (api: TestApi) => ingestOver(api, body)
const formOf =
  (parts: Readonly<Record<string, string | Uint8Array>>, cut = 0) =>
  (api: TestApi) =>
    ingestOver(api, form(parts).slice(0, cut === 0 ? undefined : -cut), {}, multipart)
/** The part alone, between boundaries that are there. */
const rawForm = (part: string) => (api: TestApi) =>
  ingestOver(api, `--${BOUNDARY}\r\n${part}\r\n--${BOUNDARY}--\r\n`, {}, multipart)

const bad = { status: 400, code: 'invalid_argument' }
const unprocessable = { status: 422, code: 'invalid_argument' }

const names: readonly IngestRefusal[] = [
  { name: 'no name', reason: 'bad-service-name', send: named(''), ...bad },
  { name: 'a name of labels alone', reason: 'bad-service-name', send: named('{a=b}'), ...bad },
  { name: 'a service of other characters', reason: 'bad-service-name', send: named('my app{a=b}'), ...bad },
  ...[
    'app{a=b',
    'app}a=b{',
    'app{a=b}c',
    'app{a=b},{c=d}',
    'app{a}',
    'app{=b}',
    'app{a b=c}',
    'app{,a=b}',
  ].map(
    (name): IngestRefusal => ({
      name: `the name ${name}`,
      reason: 'bad-parameter',
      send: named(name),
      ...bad,
    }),
  ),
  {
    name: 'a version and a session that take more metadata than S3 keeps',
    reason: 'bad-parameter',
    send: named(`app{instance=pod-1,__session_id__=${'"'.repeat(200)},version=${'"'.repeat(200)}}`),
    ...bad,
  },
  { name: 'a reserved label', reason: 'bad-parameter', send: named('app{__name__=cpu}'), ...bad },
]

const times: readonly IngestRefusal[] = [
  ...['yesterday', '-5', '1.5', '1e3', 'now-', 'now-1y', '9'.repeat(17), '9'.repeat(400)].map(
    (from): IngestRefusal => ({
      name: `a time of ${from.slice(0, 20)}`,
      reason: 'bad-time',
      send: at(from),
      ...unprocessable,
    }),
  ),
  { name: 'a profile of a month ago', reason: 'too-old', send: at('now-5w'), ...unprocessable },
  { name: 'a profile of tomorrow', reason: 'too-new', send: at(`${NOW / 1000 + 86_400}`), ...unprocessable },
]

const bodies: readonly IngestRefusal[] = [
  { name: 'an empty body', reason: 'empty-body', send: sent(new Uint8Array()), ...unprocessable },
  {
    name: 'a page of a proxy',
    reason: 'unknown-format',
    send: (api) => ingestOver(api, '<html>'),
    ...unprocessable,
  },
  { name: 'a truncated gzip', reason: 'malformed-gzip', send: sent(GOOD.slice(0, -20)), ...unprocessable },
  { name: '20,000 samples', reason: 'too-many-samples', send: sent(wideDump(20_000)), ...unprocessable },
  {
    name: 'a difference of 5 seconds',
    reason: 'delta-profile',
    send: sent(dump({ 'main.a < main.b': 1 }, { durationNanos: 5e9 })),
    ...unprocessable,
  },
  {
    name: 'the profile before it, as old clients send it',
    reason: 'delta-profile',
    send: formOf({ prev_profile: GOOD, profile: GOOD }),
    ...unprocessable,
  },
  ...[
    ['a form that was cut', formOf({ profile: GOOD }, 40)],
    ['a form without a profile', formOf({ sample_type_config: '{}' })],
    ['a form without parts', formOf({})],
    ['a form of 11 parts', formOf(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, ''])))],
    ['a part with headers of 5 kB', rawForm(`Content-X: ${'x'.repeat(5_000)}\r\n\r\n`)],
    ['a part whose headers do not end', rawForm('Content-Disposition: form-data; name="profile"')],
    ['a part without a name', rawForm('Content-Disposition: form-data\r\n\r\nx')],
    ['a part whose headers are no text', rawForm('Content-Disposition: form-data; name="\xff"\r\n\r\nx')],
    ['a form that is none', (api: TestApi) => ingestOver(api, 'hello', {}, multipart)],
    ['a form that is empty', (api: TestApi) => ingestOver(api, '', {}, multipart)],
    [
      'a form whose boundary is not said',
      (api: TestApi) => ingestOver(api, 'hello', {}, { headers: { 'content-type': 'multipart/form-data' } }),
    ],
  ].map(([name, send]) => ({ name, reason: 'malformed-multipart', send, ...unprocessable }) as IngestRefusal),
  {
    name: 'a body that announces more than the limit',
    reason: 'body-too-large',
    send: (api) => ingestOver(api, 'x', {}, { headers: { 'content-length': `${BODY_LIMIT + 1}` } }),
    status: 413,
    code: 'invalid_argument',
  },
  {
    name: 'a body whose sender goes away',
    reason: 'incomplete-body',
    send: (api) => {
      const body = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new Error('aborted')) })
      return ingestOver(api, body, {}, { duplex: 'half' })
    },
    status: 408,
    code: 'canceled',
  },
]

const access: readonly IngestRefusal[] = [
  {
    name: 'no token',
    reason: 'unauthenticated',
    send: ({ app }) => Promise.resolve(app.request('/ingest?name=app', { method: 'POST', body: GOOD })),
    status: 401,
    code: 'unauthenticated',
  },
  {
    name: 'a token to read',
    reason: 'forbidden',
    send: async (api) => ingestOver(api, GOOD, {}, { as: await api.token({ scopes: ['read'] }) }),
    status: 403,
    code: 'permission_denied',
  },
  {
    name: 'a token for services that begin with billing',
    reason: 'forbidden',
    send: async (api) => ingestOver(api, GOOD, {}, { as: await api.token({ servicePrefix: 'billing' }) }),
    status: 403,
    code: 'permission_denied',
  },
  {
    name: 'GET',
    reason: 'method-not-allowed',
    send: (api) => api.send('/ingest?name=app'),
    status: 405,
    code: 'unimplemented',
  },
  {
    name: 'more requests than a token may send',
    reason: 'rate-limited',
    send: async () => {
      const api = await testApi({ requestsPerMinute: 1 })
      await ingestOver(api, GOOD)
      return ingestOver(api, GOOD)
    },
    status: 429,
    code: 'resource_exhausted',
  },
  {
    name: 'while the bucket is down',
    reason: 'storage-unavailable',
    send: (api) => {
      api.profiles.fails = 'before'
      return ingestOver(api, GOOD)
    },
    status: 503,
    code: 'unavailable',
  },
  {
    name: 'while the index and its queue are down',
    reason: 'index-unavailable',
    leaves: 1,
    send: (api) => {
      api.rows.fails = isWrite
      api.queue.isDown = true
      return ingestOver(api, GOOD)
    },
    status: 503,
    code: 'unavailable',
  },
]

export const REFUSED_INGESTS: readonly IngestRefusal[] = [...names, ...times, ...bodies, ...access]
