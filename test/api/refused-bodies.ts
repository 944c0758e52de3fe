import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { BODY_LIMIT, type TestApi } from '#test/support/api.ts'
import { dump, gzipped, profileOf, wideDump } from '#test/support/pprof.ts'
import type { Refusal } from './refusal.ts'

const MB = 1024 * 1024
const ONE = { 'main.recv < main.worker': 5 }

/** Bytes without any order that do not begin as anything known. */
const noise = (): Buffer =>
  Buffer.concat(Array.from({ length: 99 }, (_, i) => createHash('sha256').update(`${i}`).digest()))

/** 240 MB of nothing in 250 KB: gzip members stand behind each other. */
const bomb = (): Buffer => Buffer.concat(Array.from({ length: 240 }, () => ZEROS))
const ZEROS = gzipSync(Buffer.alloc(MB), { level: 9 })

/** A function whose name is no row of the string table. */
function danglingName(): Uint8Array<ArrayBuffer> {
  const profile = profileOf(ONE)
  for (const named of profile.function) named.name = 999
  return gzipped(profile)
}

/** A body without a length that goes on for ever; `pulled` counts how often more was asked for. */
function endless(): { body: ReadableStream<Uint8Array>; pulled: () => number } {
  let chunks = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      chunks++
      stream.enqueue(new Uint8Array(64 * 1024))
    },
  })
  return { body, pulled: () => chunks }
}

async function sendEndless(api: TestApi): Promise<Response> {
  const { body, pulled } = endless()
  const response = await api.send('/v1/profiles?service=checkout&instance=pod-1', {
    method: 'POST',
    body,
    duplex: 'half',
  })
  if (pulled() > 8) throw new Error(`the limit is passed by the fifth chunk; ${pulled()} were read`)
  return response
}

/** The sender goes away in the middle. */
const abandoned = (api: TestApi): Promise<Response> => {
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(dump(ONE).subarray(0, 100)),
    pull: (stream) => stream.error(new Error('aborted')),
  })
  return api.send('/v1/profiles?service=checkout&instance=pod-1', { method: 'POST', body, duplex: 'half' })
}

const announced = (api: TestApi): Promise<Response> =>
  api.send('/v1/profiles?service=checkout&instance=pod-1', {
    method: 'POST',
    headers: { 'content-length': String(BODY_LIMIT + 1) },
    body: 'short',
  })

const sent = (body: () => string | Uint8Array<ArrayBufferLike>) => (api: TestApi) =>
  api.push(new Uint8Array(Buffer.from(body())))

export const REFUSED_BODIES: readonly Refusal[] = [
  { name: 'an empty body', reason: 'empty-body', send: sent(() => '') },
  { name: 'gzip of nothing', reason: 'empty-body', send: sent(() => gzipSync('')) },
  { name: 'random bytes', reason: 'unknown-format', send: sent(noise) },
  { name: 'a page of a proxy', reason: 'unknown-format', send: sent(() => '<html>502 Bad Gateway</html>') },
  { name: 'a truncated gzip', reason: 'malformed-gzip', send: sent(() => dump(ONE).subarray(0, -20)) },
  {
    name: 'a gzip bomb, stopped one byte behind the limit',
    reason: 'inflated-too-large',
    send: sent(bomb),
    says: { limit: 64 * MB, actual: 64 * MB + 1 },
  },
  { name: 'a name that is no row of the proto', reason: 'malformed-profile', send: sent(danglingName) },
  {
    name: 'more goroutines than a process can hold',
    reason: 'malformed-profile',
    send: sent(() => dump({ 'main.recv < main.worker': 3e9 })),
    says: { limit: 2 ** 31 - 1, actual: 3e9 },
  },
  {
    name: '20,000 samples',
    reason: 'too-many-samples',
    send: sent(() => wideDump(20_000)),
    says: { limit: 16_000, actual: 16_001 },
  },
  {
    name: 'a stack of 1,100 frames',
    reason: 'too-many-frames',
    send: sent(() => dump({ [Array.from({ length: 1_100 }, (_, i) => `main.f${i}`).join(' < ')]: 1 })),
    says: { limit: 1_024, actual: 1_025 },
  },
  {
    name: 'a dump during which the time is over',
    reason: 'too-slow',
    send: (api) => {
      const began = api.clock.now
      let asked = 0
      Object.defineProperty(api.clock, 'now', { get: () => began + 30_000 * asked++ })
      const goroutines = Array.from({ length: 10_000 }, (_, i) => `goroutine ${i + 1} [select]:\nmain.f()\n`)
      return sent(() => gzipSync(goroutines.join('\n')))(api)
    },
    says: { actual: 4_096 },
  },
  {
    name: 'a heap profile in proto',
    reason: 'not-a-goroutine-profile',
    send: sent(() => dump(ONE, { type: 'inuse_space', unit: 'bytes' })),
  },
  {
    name: 'a heap profile in text',
    reason: 'not-a-goroutine-profile',
    send: sent(() => 'heap profile: 3: 1024 [5: 2048] @ heap/1048576\n1: 512 [1: 512] @ 0x1\n'),
  },
  {
    name: 'two dumps of one process, full stacks',
    reason: 'several-dumps',
    send: sent(() => 'goroutine 7 [select]:\nmain.a()\n\t/a.go:1 +0x1\n\n'.repeat(2)),
  },
  {
    name: 'two dumps of one process, counted',
    reason: 'several-dumps',
    send: sent(() => 'goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.a+0x1\t/a.go:1\n\n'.repeat(2)),
  },
  {
    name: 'an archive that was cut, to be analyzed',
    reason: 'malformed-archive',
    send: (api) => api.send('/v1/analyze', { method: 'POST', body: Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0) }),
  },
  {
    name: 'a difference of 5 seconds',
    reason: 'delta-profile',
    send: sent(() => dump(ONE, { durationNanos: 5e9 })),
  },
  {
    name: 'a body that announces more than the limit',
    reason: 'body-too-large',
    send: announced,
    says: { limit: BODY_LIMIT, actual: BODY_LIMIT + 1 },
  },
  {
    name: 'a body without a length that does not end',
    reason: 'body-too-large',
    send: sendEndless,
    says: { limit: BODY_LIMIT, actual: BODY_LIMIT + 64 * 1024 },
  },
  { name: 'a body whose sender goes away', reason: 'incomplete-body', send: abandoned },
  {
    name: 'a goroutine profile that is called a leak profile',
    reason: 'bad-parameter',
    send: (api) => api.push(dump(ONE), { type: 'goroutineleak' }),
    says: { actual: 'goroutine' },
  },
]
