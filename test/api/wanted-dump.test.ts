import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, testApi } from '#test/support/api.ts'
import { growingService, LEAKING, STEADY } from '#test/support/leak.ts'
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

/** What a service that has leaked so many by each hour of two days is asked for after it has sent one full dump. */
async function askedAfter(leakedBy: (hour: number) => number) {
  const api = await testApi()
  await growingService(api, 'checkout', leakedBy)
  const start = new Date(NOW - 48 * HOUR).toISOString()
  const leaking = 5 + leakedBy(48)
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
  // Ever more slowly: a warm-up as well as a leak.
  expect(await askedAfter((hour) => Math.floor(24 * (hour / 48) ** 0.75))).toEqual({
    first: [DUMP, 'sockets'],
    another: ['sockets'],
    sent: [],
    early: ['sockets'],
    due: [DUMP],
  })
})

test('a process whose first dump has settled it is asked for no other', async () => {
  expect(await askedAfter((hour) => 12 * hour)).toMatchObject({ first: [DUMP, 'sockets'], due: [] })
})
