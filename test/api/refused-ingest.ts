import { NOW, type TestApi } from '#test/support/api.ts'
import { BOUNDARY, form, ingestOver, MULTIPART } from '#test/support/push-clients.ts'
import { type ClientRefusal, GOOD, refusedOver } from './refused-client.ts'

const multipart = { headers: { 'content-type': MULTIPART } }
const named = (name: string) => (api: TestApi) => ingestOver(api, GOOD, { name })
const at = (from: string) => (api: TestApi) => ingestOver(api, GOOD, { from })
const _sent = (body: Uint8Array<ArrayBuffer>) => (api: TestApi) => ingestOver(api, body)
const formOf =
  (parts: Readonly<Record<string, string | Uint8Array>>, cut = 0) =>
  (api: TestApi) =>
    ingestOver(api, form(parts).slice(0, cut === 0 ? undefined : -cut), {}, multipart)
/** The part alone, between boundaries that are there. */
const rawForm = (part: string) => (api: TestApi) =>
  ingestOver(api, `--${BOUNDARY}\r\n${part}\r\n--${BOUNDARY}--\r\n`, {}, multipart)

const bad = { status: 400, code: 'invalid_argument' }
const unprocessable = { status: 422, code: 'invalid_argument' }

const names: readonly ClientRefusal[] = [
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
    (name): ClientRefusal => ({
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

const times: readonly ClientRefusal[] = [
  ...['yesterday', '-5', '1.5', '1e3', 'now-', 'now-1y', '9'.repeat(17), '9'.repeat(400)].map(
    (from): ClientRefusal => ({
      name: `a time of ${from.slice(0, 20)}`,
      reason: 'bad-time',
      send: at(from),
      ...unprocessable,
    }),
  ),
  { name: 'a profile of a month ago', reason: 'too-old', send: at('now-5w'), ...unprocessable },
  { name: 'a profile of tomorrow', reason: 'too-new', send: at(`${NOW / 1000 + 86_400}`), ...unprocessable },
]

const bodies: readonly ClientRefusal[] = [
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
  ].map(([name, send]) => ({ name, reason: 'malformed-multipart', send, ...unprocessable }) as ClientRefusal),
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

const access: readonly ClientRefusal[] = [
  {
    name: 'a token for services that begin with billing',
    reason: 'forbidden',
    send: async (api) => ingestOver(api, GOOD, {}, { as: await api.token({ servicePrefix: 'billing' }) }),
    status: 403,
    code: 'permission_denied',
  },
]

export const REFUSED_INGESTS: readonly ClientRefusal[] = [
  ...names,
  ...times,
  ...bodies,
  ...access,
  ...refusedOver({
    path: '/ingest?name=app',
    send: (api, profile, init) => ingestOver(api, profile, {}, init),
    unprocessable,
    tooLarge: { status: 413, code: 'invalid_argument' },
  }),
]
