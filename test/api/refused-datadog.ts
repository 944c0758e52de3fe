import { zstdCompressSync } from 'node:zlib'
import type { Reason } from '#shared/api/reason.ts'
import { BODY_LIMIT } from '#test/support/api.ts'
import { event, INPUT, inputOf, inputOver, TAGS } from '#test/support/datadog.ts'
import { wideDump } from '#test/support/pprof.ts'
import { form } from '#test/support/push-clients.ts'
import type { Refusal } from './refusal.ts'
import { GOOD } from './refused-client.ts'

type Send = Refusal['send']
const sent =
  (attachments: Parameters<typeof inputOver>[1], init?: Parameters<typeof inputOver>[2]): Send =>
  (to) =>
    inputOver(to, attachments, init)
const tagged = (tags: string) => sent({ 'goroutines.pprof': GOOD }, { tags })
const formOf =
  (parts: Parameters<typeof form>[0]): Send =>
  (to) =>
    inputOf(to, form({ 'goroutines.pprof': GOOD, ...parts }))
const FORTY = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, '']))

/** A refusal of a Datadog profiler, and its status. */
interface InputRefusal extends Refusal {
  readonly status: number
}

const ROWS: readonly (readonly [string, number, Reason, Send])[] = [
  [
    'no form',
    400,
    'malformed-multipart',
    (to) => inputOf(to, 'hello', { headers: { 'content-type': 'text/plain' } }),
  ],
  [
    'a form that was cut',
    400,
    'malformed-multipart',
    (to) => inputOf(to, form({ event: event(TAGS) }).slice(0, -30)),
  ],
  ['a form of 41 parts', 400, 'malformed-multipart', formOf(FORTY)],
  ['a form without an event', 400, 'malformed-multipart', formOf({})],
  ['an event that is no JSON', 400, 'bad-parameter', formOf({ event: '{' })],
  ['an event without tags', 400, 'bad-parameter', formOf({ event: '{}' })],
  [
    'an event of the 30th of February',
    400,
    'bad-parameter',
    formOf({ event: event(TAGS, { end: '2026-02-30T00:00:00Z' }) }),
  ],
  ['no service', 400, 'bad-service-name', tagged('env:prod')],
  ['a service of two words', 400, 'bad-service-name', tagged('service:a b')],
  ['a tag that is a member of objects', 400, 'bad-label', tagged(`${TAGS},constructor:x`)],
  ['an empty profile', 400, 'empty-body', sent({ 'goroutines.pprof': '' })],
  ['a page of a proxy', 415, 'unknown-format', sent({ 'goroutines.pprof': '<html>' })],
  [
    'zstd that was cut',
    422,
    'malformed-zstd',
    sent({ 'goroutines.pprof': zstdCompressSync(GOOD).subarray(0, -9) }),
  ],
  [
    'a zstd bomb',
    413,
    'inflated-too-large',
    sent({ 'goroutines.pprof': zstdCompressSync(Buffer.alloc(17 * 1024 * 1024)) }),
  ],
  ['20,000 stacks', 422, 'too-many-samples', sent({ 'goroutines.pprof': wideDump(20_000) })],
  ['more than the limit', 413, 'body-too-large', (to) => inputOf(to, new Uint8Array(BODY_LIMIT + 1))],
  ['GET', 405, 'method-not-allowed', (to) => to.send(INPUT)],
  [
    'a token to read',
    403,
    'forbidden',
    async (to) => inputOver(to, {}, { as: await to.token({ scopes: ['read'] }) }),
  ],
  [
    'a token of others',
    403,
    'forbidden',
    async (to) =>
      inputOver(to, { 'goroutines.pprof': GOOD }, { as: await to.token({ servicePrefix: 'billing' }) }),
  ],
]

export const REFUSED_INPUTS: readonly InputRefusal[] = ROWS.map(([name, status, reason, send]) => ({
  name,
  status,
  reason,
  send,
}))
