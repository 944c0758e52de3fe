import { gzipSync } from 'node:zlib'
import { DAY, HOUR } from '#shared/time.ts'
import { BODY_LIMIT, NOW, type TestApi } from '#test/support/api.ts'
import { ssOf } from '#test/support/sockets.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import type { Refusal } from './refusal.ts'

const MB = 1024 * 1024
const iso = (at: number): string => new Date(at).toISOString()

interface Sent {
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly query?: Readonly<Record<string, string>>
  readonly as?: string
}

/** `POST /v1/sockets` of `checkout` on `pod-1` with a good table, unless a case says other. */
const post = (api: TestApi, { body = ssOf(3), query = {}, as }: Sent): Promise<Response> => {
  const path = `/v1/sockets?${new URLSearchParams({ service: 'checkout', instance: 'pod-1', ...query })}`
  return api.send(path, { method: 'POST', body, ...(as === undefined ? {} : { as }) })
}
const sent = (what: Sent) => (api: TestApi) => post(api, what)

/** 240 MB of blanks in 250 KB. */
const bomb = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(Array.from({ length: 240 }, () => gzipSync(Buffer.alloc(MB, ' ')))))
const ROW = 'ESTAB 0 0 10.0.0.5:40000 10.10.10.11:80\n'

const bodies: readonly Refusal[] = [
  { name: 'an empty table', reason: 'empty-body', send: sent({ body: '' }) },
  { name: 'a table of blank lines', reason: 'empty-body', send: sent({ body: ' \r\n\n' }) },
  {
    name: 'gzip of no table',
    reason: 'empty-body',
    send: sent({ body: new Uint8Array(gzipSync('')) }),
  },
  { name: 'a page for a table', reason: 'unknown-format', send: sent({ body: '<html>502</html>' }) },
  {
    name: 'a table that is said to be of another tool',
    reason: 'unknown-format',
    send: sent({ query: { tool: 'lsof' } }),
  },
  {
    name: 'a table cut in its gzip',
    reason: 'malformed-gzip',
    send: sent({ body: new Uint8Array(gzipSync(ssOf(50)).subarray(0, -20)) }),
  },
  {
    name: 'a gzip bomb for a table',
    reason: 'inflated-too-large',
    send: sent({ body: bomb() }),
    says: { limit: 32 * MB, actual: 32 * MB + 1 },
  },
  {
    name: 'a table beyond the limit of a body',
    reason: 'body-too-large',
    send: sent({ body: ROW.repeat(Math.ceil(BODY_LIMIT / ROW.length) + 1) }),
    says: { limit: BODY_LIMIT },
  },
  {
    name: 'a table of 200,001 sockets',
    reason: 'too-many-sockets',
    send: sent({ body: new Uint8Array(gzipSync(ROW.repeat(200_002))) }),
    says: { limit: 200_000, actual: 200_001 },
  },
]

const facts: readonly Refusal[] = [
  { name: 'a table of no service', reason: 'bad-service-name', send: sent({ query: { service: '' } }) },
  { name: 'a table of ../x', reason: 'bad-instance-name', send: sent({ query: { instance: '../x' } }) },
  {
    name: 'a tool that is none',
    reason: 'bad-parameter',
    send: sent({ query: { tool: 'top' } }),
    says: { actual: 'top' },
  },
  { name: 'a version with a space', reason: 'bad-parameter', send: sent({ query: { version: 'v 1' } }) },
  { name: 'a time that is none', reason: 'bad-time', send: sent({ query: { at: 'now' } }) },
  {
    name: 'a process that starts after its table',
    reason: 'bad-time',
    send: sent({ query: { at: iso(NOW - 2 * HOUR), start: iso(NOW - HOUR) } }),
  },
  { name: 'a table 15 days old', reason: 'too-old', send: sent({ query: { at: iso(NOW - 15 * DAY) } }) },
  { name: 'a table of tomorrow', reason: 'too-new', send: sent({ query: { at: iso(NOW + DAY) } }) },
]

const access: readonly Refusal[] = [
  { name: 'a table without a token', reason: 'unauthenticated', send: sent({ as: '' }) },
  {
    name: 'a table with a token to read',
    reason: 'forbidden',
    send: async (api) => post(api, { as: await api.token({ scopes: ['read'] }) }),
  },
  {
    name: 'a table with a token for other services',
    reason: 'forbidden',
    send: async (api) => post(api, { as: await api.token({ servicePrefix: 'billing' }) }),
  },
]

const outages: readonly Refusal[] = [
  {
    name: 'a table while the bucket is down',
    reason: 'storage-unavailable',
    send: (api) => {
      api.profiles.fails = 'before'
      return post(api, {})
    },
  },
  {
    name: 'a table while the index and its queue are down',
    reason: 'index-unavailable',
    leaves: 1,
    send: (api) => {
      api.rows.fails = isWrite
      api.queue.isDown = true
      return post(api, {})
    },
  },
]

export const REFUSED_SOCKETS: readonly Refusal[] = [...bodies, ...facts, ...access, ...outages]
