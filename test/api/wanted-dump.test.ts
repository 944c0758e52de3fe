import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService, STEADY } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'

const DUMP = 'goroutine debug=2'

/** A debug=2 dump of so many that leak. */
const fullDump = (leaking: number): Uint8Array =>
  new TextEncoder().encode(
    Array.from(
      { length: leaking },
      (_, i) =>
        `goroutine ${20 + i} [chan receive, ${1 + i} minutes]:\nmain.recv(0x${(4096 + i).toString(16)})\n\t/src/main.go:12 +0x1c\nmain.leak()\n\t/src/main.go:20 +0x2d\n`,
    ).join('\n'),
  )

/** What a service that leaks so many an hour, for two days, is asked for after it has sent one full dump. */
async function askedAfter(perHour: number) {
  const api = await testApi()
  await leakingService(api, 'checkout', perHour)
  const start = new Date(NOW - 48 * HOUR).toISOString()
  const leaking = 5 + Math.floor(48 * perHour)
  const pushAt = async (minute: number, body: Uint8Array, instance?: string): Promise<unknown> => {
    api.clock.now = NOW + minute * MINUTE
    const process = { service: 'checkout', start, version: 'v1.4.2', ...(instance && { instance }) }
    const response = await api.push(body, process)
    return ((await response.json()) as { next: { want: unknown } }).next.want
  }
  const counts = dump({ [LEAKING]: leaking, [STEADY]: 4 })
  const first = await pushAt(11, counts)
  const another = await pushAt(12, counts, 'another')
  const sent = await pushAt(13, fullDump(leaking))
  await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
  return { first, another, sent, early: await pushAt(192, counts), due: await pushAt(193, counts) }
}

test('a process that may leak is asked for a dump, and when it has sent one not for three hours', async () => {
  expect(await askedAfter(0.5)).toEqual({
    first: [DUMP, 'sockets'],
    another: ['sockets'],
    sent: [],
    early: ['sockets'],
    due: [DUMP],
  })
})

test('a process whose first dump has settled it is asked for no other', async () => {
  expect(await askedAfter(12)).toMatchObject({ first: [DUMP, 'sockets'], due: [] })
})
