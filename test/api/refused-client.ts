import { setImmediate } from 'node:timers/promises'
import { DAY } from '#shared/time.ts'
import { BODY_LIMIT, NOW, type TestApi, testApi } from '#test/support/api.ts'
import { dump, nanos, wideDump } from '#test/support/pprof.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import type { Refusal } from './refusal.ts'

/** A refusal of a client of another system, and how that system says it. */
export interface ClientRefusal extends Refusal {
  readonly status: number
  readonly code: string
}

export const GOOD = dump({ 'main.recv < main.worker': 5 })

/** Bodies under way have 1 MB at most in tests; beside some that wait with 0.8 MB something else is sent. */
export const besideOthers =
  (send: Refusal['send']): Refusal['send'] =>
  async (api) => {
    const ends: (() => void)[] = []
    const waiting = Array.from({ length: 4 }, () => {
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          stream.enqueue(new Uint8Array(0.8 * BODY_LIMIT))
          ends.push(() => stream.error(new Error('it went away')))
        },
      })
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit
      return api.send('/v1/profiles?service=checkout&instance=other', init)
    })
    for (let turn = 0; turn < 5; turn++) await setImmediate()
    const answer = await send(api)
    for (const end of ends) end()
    await Promise.all(waiting)
    return answer
  }

/** How a client sends one profile, and how it reads a refusal of what it sent. */
interface Client {
  readonly path: string
  readonly send: (
    api: TestApi,
    profile: Uint8Array<ArrayBuffer>,
    init?: { readonly as?: string; readonly headers?: Record<string, string> },
  ) => Promise<Response>
  readonly unprocessable: Pick<ClientRefusal, 'status' | 'code'>
  readonly tooLarge: Pick<ClientRefusal, 'status' | 'code'>
}

/** What every client is refused for, whatever its protocol. */
export const refusedOver = ({ path, send, unprocessable, tooLarge }: Client): readonly ClientRefusal[] => {
  const profile = (bytes: Uint8Array<ArrayBuffer>) => (api: TestApi) => send(api, bytes)
  const taken = (facts: Parameters<typeof dump>[1]) => profile(dump({ 'main.a < main.b': 1 }, facts))
  return [
    ...(
      [
        ['an empty profile', 'empty-body', profile(new Uint8Array())],
        ['a page of a proxy', 'unknown-format', profile(new Uint8Array(Buffer.from('<html>')))],
        ['a profile that was cut', 'malformed-gzip', profile(GOOD.slice(0, -20))],
        ['20,000 stacks', 'too-many-samples', profile(wideDump(20_000))],
        ['a difference of 5 seconds', 'delta-profile', taken({ durationNanos: 5e9 })],
      ] as const
    ).map(([name, reason, sent]): ClientRefusal => ({ name, reason, send: sent, ...unprocessable })),
    {
      name: 'a body that announces more than the limit',
      reason: 'body-too-large',
      send: (api) => send(api, GOOD, { headers: { 'content-length': `${BODY_LIMIT + 1}` } }),
      ...tooLarge,
    },
    {
      name: 'no token',
      reason: 'unauthenticated',
      send: ({ app }) => Promise.resolve(app.request(path, { method: 'POST', body: GOOD })),
      status: 401,
      code: 'unauthenticated',
    },
    {
      name: 'a token to read',
      reason: 'forbidden',
      send: async (api) => send(api, GOOD, { as: await api.token({ scopes: ['read'] }) }),
      status: 403,
      code: 'permission_denied',
    },
    {
      name: 'GET',
      reason: 'method-not-allowed',
      send: (api) => api.send(path),
      status: 405,
      code: 'unimplemented',
    },
    {
      name: 'more requests than a token may send',
      reason: 'rate-limited',
      send: async () => {
        const api = await testApi({ requestsPerMinute: 1 })
        await send(api, GOOD)
        return send(api, GOOD)
      },
      status: 429,
      code: 'resource_exhausted',
    },
    {
      name: 'while the bucket is down',
      reason: 'storage-unavailable',
      send: (api) => {
        api.profiles.fails = 'before'
        return send(api, GOOD)
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
        return send(api, GOOD)
      },
      status: 503,
      code: 'unavailable',
    },
  ]
}

/** A profile that says itself when it was taken, so long before or behind the clock. */
export const takenAway = (away: number): Uint8Array<ArrayBuffer> =>
  dump({ 'main.a < main.b': 1 }, { timeNanos: nanos(NOW + away) })
export const MONTH = 31 * DAY
