import { beforeAll, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService, STEADY } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump as profile } from '#test/support/pprof.ts'

const START = new Date(NOW - 48 * 60 * MINUTE).toISOString()
/** Minutes that goroutines of the leaking stack have waited. */
const WAITS = [0, 3, 3, 9, 700]

const dump = WAITS.map(
  (minutes, i) => `goroutine ${i + 7} [chan receive${minutes === 0 ? '' : `, ${minutes} minutes`}]:
main.recv(0x1)
	/src/main.go:10 +0x1d
main.leak()
	/src/main.go:20 +0x1d
created by main.main in goroutine 1
	/src/main.go:30 +0x1d
`,
).join('\n')

/** Beside them one that waits elsewhere. */
const BESIDE = `
goroutine 90 [select, 90 minutes]:
main.loop()
	/src/main.go:40 +0x1d
main.main()
	/src/main.go:50 +0x1d
`
/** What the profiler prints of labelled goroutines. */
const LABELLED = `goroutine profile: total 7
4 @ 0x1 0x2
# labels: {"tenant":"a"}
#	0x1	main.recv+0x1	/src/main.go:10
#	0x2	main.leak+0x1	/src/main.go:20

3 @ 0x1 0x2
# labels: {"route":"/cart", "tenant":"b", "zone":"eu"}
#	0x1	main.recv+0x1	/src/main.go:10
#	0x2	main.leak+0x1	/src/main.go:20
`

const SS = `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
ESTAB  0      0      10.0.0.1:4000       10.0.0.2:80       users:(("app",pid=7,fd=9))
`

let api: TestApi
let path: string

beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
  path = `/v1/findings/${id}/evidence`
})

describe('GET /v1/findings/{id}/evidence', () => {
  test('of plain counts has none', async () => {
    expect(await api.read(path)).toMatchObject({ waits: null, dumps: [], sockets: [] })
  })

  test('counts goroutines by the newest snapshot of each process', async () => {
    await api.push(profile({ [LEAKING]: 7, [STEADY]: 2 }), { service: 'checkout', instance: 'pod-2' })
    // The last three of pod-1 are of two hours: 557, 569, 581.
    expect(await api.read(path)).toMatchObject({ labels: { goroutines: 581 + 7 } })
  })

  test('gives the waits in the newest debug=2 dump, doubling from minute to minute', async () => {
    const at = new Date(NOW - MINUTE).toISOString()
    await api.push(dump + BESIDE, { service: 'checkout', start: START, at })
    await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    const { waits, dumps } = (await api.read(path)) as {
      waits: { at: string; bins: { from: number; to: number; count: number }[] }
      dumps: unknown[]
    }
    expect(waits.at).toBe(at)
    expect(waits.bins.filter(({ count }) => count > 0)).toEqual([
      { from: 2, to: 4, count: 2 },
      { from: 8, to: 16, count: 1 },
      { from: 512, to: 1024, count: 1 },
    ])
    expect(dumps).toMatchObject([{ at, count: 4, youngest: 3, oldest: 700 }])
  })

  test('names the process of the oldest wait first', async () => {
    const later = dump.replace('700 minutes', '900 minutes')
    await api.push(later, {
      service: 'checkout',
      instance: 'pod-3',
      at: new Date(NOW - MINUTE).toISOString(),
    })
    await api.push(dump.replace('700', '20'), { service: 'checkout', instance: 'pod-4' })
    await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    const { dumps } = (await api.read(path)) as { dumps: { process: string; oldest: number }[] }
    expect(dumps.map(({ process, oldest }) => [process.slice(0, 5), oldest])).toEqual([
      ['pod-3', 900],
      ['pod-1', 700],
      ['pod-4', 20],
    ])
  })

  test('adds up labels, the one that most goroutines have first', async () => {
    await api.push(LABELLED, { service: 'checkout', instance: 'pod-5' })
    const { labels } = (await api.read(path)) as { labels: { keys: { key: string; count: number }[] } }
    expect(labels.keys[0]).toEqual({ key: 'tenant', count: 7 })
    expect(labels.keys.slice(1)).toEqual(
      expect.arrayContaining([
        { key: 'route', count: 3 },
        { key: 'zone', count: 3 },
      ]),
    )
  })

  test('gives the sockets of each process, the biggest group first', async () => {
    await api.send(`/v1/sockets?service=checkout&instance=pod-1&start=${START}&tool=ss`, {
      method: 'POST',
      body: SS,
    })
    expect(await api.read(path)).toMatchObject({
      sockets: [{ sockets: 1, groups: [{ endpoint: '10.0.0.2:80', state: 'ESTABLISHED', count: 1 }] }],
    })
  })

  test('of a finding that is not there is refused', async () => {
    const refused = await api.send('/v1/findings/0123456789abcdef@checkout/evidence')
    expect(refused.status).toBe(404)
    expect(await refused.json()).toMatchObject({ reason: 'unknown-finding' })
  })

  test('of a service that the token is not for is refused', async () => {
    const as = await api.token({ scopes: ['read'], servicePrefix: 'other' })
    expect((await api.send(path, { as })).status).toBe(403)
  })
})
