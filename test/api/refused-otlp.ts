import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Reason } from '#shared/api/reason.ts'
import { DAY } from '#shared/time.ts'
import { BODY_LIMIT, NOW, type TestApi, testApi } from '#test/support/api.ts'
import {
  CHECKOUT,
  DICTIONARY,
  exportOf,
  exportOver,
  jsonOf,
  messageOf,
  OTLP,
  profile,
} from '#test/support/otlp.ts'
import { nanos } from '#test/support/pprof.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import type { Refusal } from './refusal.ts'
import { besideOthers } from './refused-client.ts'

/** A refusal of an exporter, its status, and its code of gRPC. */
interface ExportRefusal extends Refusal {
  readonly status: number
  readonly code: number
}

type Send = Refusal['send']
const INVALID = 3
const ONE = messageOf(exportOf([profile(5)]))

const sent =
  (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}): Send =>
  (api) =>
    exportOver(api, body, { headers })
const profiles = (...some: Parameters<typeof exportOf>[0]): Send => sent(messageOf(exportOf(some)))
const labelled = (labels: Record<string, string>): Send => sent(messageOf(exportOf([profile(5)], labels)))
const as =
  (token: Parameters<TestApi['token']>[0]): Send =>
  async (api) =>
    exportOver(api, ONE, { as: await api.token(token) })
const JSON_TYPE = { 'content-type': 'application/json' }
const GZIP = { 'content-encoding': 'gzip' }

const ROWS: readonly (readonly [string, number, number, Reason, Send])[] = [
  ['bytes that are no message', 400, INVALID, 'malformed-protobuf', sent('hello, world')],
  ['JSON that was cut', 400, INVALID, 'malformed-protobuf', sent('{"resourceProfiles":[', JSON_TYPE)],
  [
    'gzip that was cut',
    400,
    INVALID,
    'malformed-gzip',
    sent(new Uint8Array(gzipSync(ONE).subarray(0, -9)), GZIP),
  ],
  [
    'zstd that was cut',
    400,
    INVALID,
    'malformed-zstd',
    sent(new Uint8Array(zstdCompressSync(ONE).subarray(0, -3)), { 'content-encoding': 'zstd' }),
  ],
  [
    'a gzip bomb',
    413,
    INVALID,
    'inflated-too-large',
    sent(new Uint8Array(gzipSync(Buffer.alloc(21 * 1024 * 1024))), GZIP),
  ],
  ['more than the limit', 413, INVALID, 'body-too-large', sent(new Uint8Array(BODY_LIMIT + 1))],
  [
    '257 profiles of goroutines',
    413,
    INVALID,
    'body-too-large',
    profiles(...Array.from({ length: 257 }, () => profile(1))),
  ],
  ['a resource without a service', 400, INVALID, 'bad-service-name', labelled({ 'k8s.pod.name': 'pod-1' })],
  [
    'a service of two words',
    400,
    INVALID,
    'bad-service-name',
    labelled({ ...CHECKOUT, 'service.name': 'a b' }),
  ],
  [
    'a process that began after its profile',
    400,
    INVALID,
    'bad-time',
    labelled({ ...CHECKOUT, 'process.creation.time': new Date(NOW + DAY).toISOString() }),
  ],
  [
    'a stack that no row is',
    400,
    INVALID,
    'malformed-profile',
    profiles({ ...profile(1), samples: [{ stackIndex: 9, values: [1n] }] }),
  ],
  [
    'a type that no row is',
    400,
    INVALID,
    'malformed-profile',
    profiles({ ...profile(1), sampleType: { typeStrindex: 99 } }),
  ],
  ['a negative count', 400, INVALID, 'delta-profile', profiles(profile(-1))],
  ['a profile of some seconds', 400, INVALID, 'delta-profile', profiles({ ...profile(1), durationNano: 9n })],
  [
    'a profile of a month ago',
    400,
    INVALID,
    'too-old',
    profiles({ ...profile(1), timeUnixNano: nanos(NOW - 31 * DAY) }),
  ],
  [
    'a profile of tomorrow',
    400,
    INVALID,
    'too-new',
    profiles({ ...profile(1), timeUnixNano: nanos(NOW + DAY) }),
  ],
  [
    'a later version of the schema',
    400,
    INVALID,
    'bad-parameter',
    sent(ONE, { 'otlp-profiles-development-version': '2' }),
  ],
  ['gRPC', 415, 12, 'unsupported-media-type', sent(ONE, { 'content-type': 'application/grpc' })],
  ['snappy', 415, 12, 'unsupported-encoding', sent(ONE, { 'content-encoding': 'snappy' })],
  ['GET', 405, 12, 'method-not-allowed', (api) => api.send(OTLP)],
  ['a wrong token', 401, 16, 'unauthenticated', (api) => exportOver(api, ONE, { as: 'guess' })],
  ['a token to read', 403, 7, 'forbidden', as({ scopes: ['read'] })],
  ['a token of others', 403, 7, 'forbidden', as({ servicePrefix: 'billing' })],
  [
    'more requests than a token may send',
    429,
    8,
    'rate-limited',
    async () => {
      const api = await testApi({ requestsPerMinute: 1 })
      await exportOver(api, ONE)
      return exportOver(api, ONE)
    },
  ],
  [
    'while the bucket is down',
    503,
    14,
    'storage-unavailable',
    (api) => {
      api.profiles.fails = 'before'
      return exportOver(api, ONE)
    },
  ],
]

/** A message of which each profile takes its long name along. */
const growing = messageOf(
  exportOf(
    Array.from({ length: 9 }, () => profile(1)),
    CHECKOUT,
    {
      ...DICTIONARY,
      stringTable: [
        ...DICTIONARY.stringTable.slice(0, 3),
        'f'.repeat(100_000),
        ...DICTIONARY.stringTable.slice(4),
      ],
    },
  ),
)

export const REFUSED_EXPORTS: readonly ExportRefusal[] = [
  {
    name: 'profiles that become more than there is room for beside others',
    status: 503,
    code: 14,
    reason: 'overloaded',
    send: besideOthers(sent(growing)),
  },
  ...ROWS.map(([name, status, code, reason, send]) => ({ name, status, code, reason, send })),
  {
    name: 'while the index and its queue are down',
    status: 503,
    code: 14,
    reason: 'index-unavailable',
    leaves: 1,
    send: (api) => {
      api.rows.fails = isWrite
      api.queue.isDown = true
      return exportOver(api, ONE)
    },
  },
]

/** The same in JSON, whose errors are JSON. */
export const JSON_WITHOUT_SERVICE = jsonOf(exportOf([profile(5)], {}))
