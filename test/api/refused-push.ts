import { gzipSync } from 'node:zlib'
import { DAY } from '#shared/time.ts'
import { BODY_LIMIT, type TestApi } from '#test/support/api.ts'
import { messageOf, PUSH, pushOver, series } from '#test/support/push-clients.ts'
import { besideOthers, type ClientRefusal, GOOD, MONTH, refusedOver, takenAway } from './refused-client.ts'

const ONE = messageOf({ series: [series([GOOD])] })

const sent = (body: NonNullable<RequestInit['body']>) => (api: TestApi) => pushOver(api, body)
const withHeaders = (headers: Record<string, string>) => (api: TestApi) => pushOver(api, ONE, { headers })
const profile = (raw: Uint8Array) => sent(messageOf({ series: [series([raw])] }))
const labelled = (labels: Record<string, string>) => sent(messageOf({ series: [series([GOOD], labels)] }))
const json = (body: string) => (api: TestApi) =>
  pushOver(api, body, { headers: { 'content-type': 'application/json' } })

const invalid = { status: 400, code: 'invalid_argument' }

const messages: readonly ClientRefusal[] = [
  ...[
    ['bytes that are no message', sent('hello, world')],
    ['a message that was cut', sent(ONE.slice(0, -3))],
    ['JSON as proto', sent('{}')],
    [
      'proto as JSON',
      (api: TestApi) => pushOver(api, ONE, { headers: { 'content-type': 'application/json' } }),
    ],
    ['JSON that was cut', json('{"series":[')],
    ['JSON of no object', json('[]')],
    ['a series that is no object', json('{"series":[7]}')],
    ['a profile that is not base64', json('{"series":[{"samples":[{"rawProfile":"%%%"}]}]}')],
    ['a label that is no UTF-8', sent(new Uint8Array([0x0a, 5, 0x0a, 3, 0x0a, 1, 0xff]))],
    ['a length beyond the end', sent(new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]))],
    ['groups a thousand deep', sent(new Uint8Array(1_000).fill(0x1b))],
  ].map(([name, send]) => ({ name, reason: 'malformed-protobuf', send, ...invalid }) as ClientRefusal),
  {
    name: 'a message that inflates to more than there is room for beside others',
    reason: 'overloaded',
    send: besideOthers(
      sent(new Uint8Array(gzipSync(messageOf({ series: [series(Array(4).fill(new Uint8Array(60_000)))] })))),
    ),
    status: 503,
    code: 'unavailable',
  },
  {
    name: 'a gzip message that was cut',
    reason: 'malformed-gzip',
    send: sent(new Uint8Array(gzipSync(ONE).subarray(0, -9))),
    ...invalid,
  },
  { name: 'gzip of nothing', reason: 'empty-body', send: sent(new Uint8Array(gzipSync(''))), ...invalid },
  {
    name: 'a message that is too large',
    reason: 'body-too-large',
    send: sent(new Uint8Array(BODY_LIMIT + 1)),
    ...invalid,
  },
  {
    name: 'a message that is too large once inflated',
    reason: 'inflated-too-large',
    send: sent(new Uint8Array(gzipSync(Buffer.alloc(BODY_LIMIT + 1)))),
    ...invalid,
  },
  {
    name: '65 profiles',
    reason: 'body-too-large',
    send: sent(messageOf({ series: [series(Array.from({ length: 65 }, () => GOOD))] })),
    ...invalid,
  },
  {
    name: '20,000 labels in JSON',
    reason: 'body-too-large',
    send: json(`{"series":[{"labels":[${Array.from({ length: 20_000 }, () => '{}').join()}]}]}`),
    ...invalid,
  },
  {
    name: '50,000 series of nothing',
    reason: 'body-too-large',
    send: sent(new Uint8Array(100_000).map((_, i) => (i % 2 === 0 ? 0x0a : 0))),
    ...invalid,
  },
  {
    name: '50,000 samples of nothing',
    reason: 'body-too-large',
    send: sent(
      new Uint8Array([
        0x0a,
        0xa0,
        0x8d,
        0x06,
        ...Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? 0x12 : 0)),
      ]),
    ),
    ...invalid,
  },
]

const profiles: readonly ClientRefusal[] = [
  {
    name: 'a profile of a month ago',
    reason: 'too-old',
    send: profile(takenAway(-MONTH)),
    ...invalid,
  },
  {
    name: 'a profile of tomorrow',
    reason: 'too-new',
    send: profile(takenAway(DAY)),
    ...invalid,
  },
  {
    name: 'a series without labels',
    reason: 'bad-service-name',
    send: sent(messageOf({ series: [{ samples: [{ rawProfile: GOOD }] }] })),
    ...invalid,
  },
  {
    name: 'a service of two words',
    reason: 'bad-service-name',
    send: labelled({ service_name: 'a b' }),
    ...invalid,
  },
  {
    name: 'an instance that can be no name',
    reason: 'bad-instance-name',
    send: sent(
      messageOf({
        series: [
          {
            labels: [
              { name: 'service_name', value: 'a' },
              { name: 'pod', value: 'a+b' },
            ],
            samples: [{ rawProfile: GOOD }],
          },
        ],
      }),
    ),
    ...invalid,
  },
  { name: 'a label key with a space', reason: 'bad-label', send: labelled({ 'a b': 'c' }), ...invalid },
]

const calls: readonly ClientRefusal[] = [
  {
    name: 'gRPC',
    reason: 'unsupported-media-type',
    send: withHeaders({ 'content-type': 'application/grpc' }),
    status: 415,
    code: 'unimplemented',
  },
  {
    name: 'a streaming call of Connect',
    reason: 'unsupported-media-type',
    send: withHeaders({ 'content-type': 'application/connect+proto' }),
    status: 415,
    code: 'unimplemented',
  },
  ...['br', 'zstd', 'gzip, gzip'].map(
    (encoding): ClientRefusal => ({
      name: `the encoding ${encoding}`,
      reason: 'unsupported-encoding',
      send: withHeaders({ 'content-encoding': encoding }),
      status: 501,
      code: 'unimplemented',
    }),
  ),
  {
    name: 'a later version of the protocol',
    reason: 'bad-parameter',
    send: withHeaders({ 'connect-protocol-version': '2' }),
    ...invalid,
  },
  {
    name: 'another method of the service',
    reason: 'unknown-path',
    send: (api) => api.send('/push.v1.PusherService/Pull', { method: 'POST' }),
    status: 404,
    code: 'unimplemented',
  },
]

export const REFUSED_PUSHES: readonly ClientRefusal[] = [
  ...messages,
  ...profiles,
  ...calls,
  ...refusedOver({
    path: PUSH,
    send: (api, raw, init) => pushOver(api, messageOf({ series: [series([raw])] }), init),
    unprocessable: invalid,
    tooLarge: invalid,
  }),
]
